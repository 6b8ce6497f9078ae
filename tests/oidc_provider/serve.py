"""Make the provider's database, its people and its one client, and answer until ended."""

import json
import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from tests.moments import a_fixed_day

CLIENT, SECRET = "practice-circle", "a secret between two"
CALLBACK = "http://testserver/in/account/oidc/organisation/login/callback/"
# name there: address, whether the provider has verified it, what its token says beside
PEOPLE = {
    "rosa": ("rosa@example.org", True, {}),
    "amara": ("amara@example.org", True, {"amr": ["pwd", "mfa"]}),
    "nkechi": ("nkechi@example.org", True, {"acr": "urn:strong"}),
    "bilal": ("bilal@example.org", True, {"amr": ["pwd"]}),
    "liar": ("tom@example.org", False, {"amr": ["mfa"]}),
    "twin": ("rosa.other@example.org", True, {}),
    "elsewhere": ("will@elsewhere.example", True, {}),
    "newcomer": ("newcomer@example.org", True, {}),
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def make_people() -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    for name, (email, is_verified, said) in PEOPLE.items():
        person = User.objects.create(username=name, email=email, last_name=json.dumps(said))
        EmailAddress.objects.create(user=person, email=email, verified=is_verified, primary=True)
    client = Client(
        id=CLIENT,
        name="Practice Circle",
        redirect_uris=CALLBACK,
        scopes="openid\nprofile\nemail",
        skip_consent=True,
    )
    client.set_secret(SECRET)
    client.save()


def main() -> None:
    a_fixed_day().start()  # as on the other side
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.oidc_provider.settings"
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    make_people()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    sys.stdout.close()
    server.serve_forever()


if __name__ == "__main__":
    main()
