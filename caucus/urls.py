app_name = "caucus"

urlpatterns: list = []
