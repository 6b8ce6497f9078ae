"""What the organisation says about somebody: as JSON in the last name of their account there."""

import json
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth.models import User


class Claims(DefaultOIDCAdapter):
    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **kwargs: Any):
        person = User.objects.get(pk=id_token["sub"])
        id_token.update(json.loads(person.last_name or "{}"))
