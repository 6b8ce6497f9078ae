"""Settings, read from the environment.

Every value may be given as ``NAME`` or, for secrets, as ``NAME_FILE`` (a path whose content is
the value). Where ``DATABASE_URL`` or ``REDIS_URL`` is unset, ``manage.py`` starts embedded
services and fills them in before this module is read.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = env.bool("PRODUCTION", default=False)
if DEMO and PRODUCTION:
    raise ImproperlyConfigured("DEMO opens doors without a sign-in: never set it in production.")
DATA_DIR = Path(env.str("COP_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
# Survey keys live outside the database and its backups.
KEY_DIR = Path(env.str("COP_KEY_DIR", default=str(DATA_DIR / "keys"))).resolve()


def _secret_key() -> str:
    """The configured key, or one made once for an installation that uses embedded services."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY or SECRET_KEY_FILE.")
    path = DATA_DIR / "secret_key"
    if not path.exists():
        import secrets  # noqa: PLC0415  needed on the first start only

        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "cop.home",
    "cop.demo",
    "reports",
    "feedback",
    "caucus",
    "sessions_app",
    "cop.joining",
    "cop.governance",
    "cop.documents",
    "cop.rights",
    "cop.members",
    "cop.post",
    "cop.audit",
    "cop.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_linear_migrations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cop.core.middleware.SignedInPrefixMiddleware",
    "cop.core.middleware.CalmWithoutCacheMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cop.members.middleware.SecondStepMiddleware",
]

ROOT_URLCONF = "cop.urls"
WSGI_APPLICATION = "cop.wsgi.application"
SIGNED_IN_PREFIX = "/in/"
SIGNED_IN_OPEN_PREFIXES = ["/in/account/", "/in/join/", *(["/in/demo/"] if DEMO else [])]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cop.core.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["circle"]
CRISPY_TEMPLATE_PACK = "circle"

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///practice_circle")}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    # While the database is away a page fails soon, and its process is free when it comes back.
    "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 10},
}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # redis-py and Celery spell a socket differently.
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
        "KEY_FUNCTION": "cop.core.cache_keys.sealed_key",
        "OPTIONS": {"socket_timeout": 5},  # seconds, until people read that it is out of order
    }
}

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "cop.members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs somebody in has proven the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900  # NHS and council mail is slow
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 1  # once, beside the limits below
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# A trust is one address: twenty-five people sign in at one o'clock.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    # So many a person may ask for at one place (cop.members.forms_sign_in counts them). Strangers
    # elsewhere only use up the wider share of an address, so they do not keep its owner out.
    "request_login_code_here": "6/5m/key",
    "request_login_code": "100/m/ip,60/5m/key",
    "change_own_address": "6/h/user",
    # Joining (cop.joining.limits): links nobody sent, from one place; requests from a place, where
    # a whole webinar may sit, and for an address; fresh links for one invitation; mails of one's.
    "join_guess": "60/5m/ip",
    "join_request": "60/h/ip,5/d/key",
    "join_renew": "3/d/key",
    "join_invite": "500/d/user",
    "confirm_by_code": "6/h/user",
    "check_in_code": "10/h/user",  # wrong ones (sessions_app.limits)
}
ACCOUNT_FORMS = {"request_login_code": "cop.members.forms_sign_in.SignInForm"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # before exports and appointments (cop.core.confirmation)
MFA_ADAPTER = "cop.members.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Practice Circle"
MFA_TRUST_ENABLED = False
USERSESSIONS_TRACK_ACTIVITY = False  # when and from where somebody comes is nobody's business

# Sign-in with an organisation's account (docs/running.md). Off unless OIDC_SERVER_URL is set.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="") or _("your organisation")
# Whose addresses the provider answers for. Without a domain, people connect it while signed in.
OIDC_DOMAINS = [domain.lower().lstrip("@") for domain in env.list("OIDC_DOMAINS", default=[])]
# Values of "acr" that stand for a second step, beside "mfa" in "amr".
OIDC_MFA_ACR = env.list("OIDC_MFA_ACR", default=[])
OIDC_ORIGINS = [
    f"{parts.scheme}://{parts.netloc}"
    for parts in map(urlsplit, [OIDC_SERVER_URL, *env.list("OIDC_FORM_ORIGINS", default=[])])
    if parts.netloc
]
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": OIDC_NAME,
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
    }
    if OIDC_SERVER_URL
    else {}
}
SOCIALACCOUNT_ADAPTER = "cop.members.provider_account.OrganisationAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # but for OIDC_DOMAINS, as the adapter says
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_PATH = SIGNED_IN_PREFIX
SESSION_COOKIE_NAME = "circle"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_PATH = SIGNED_IN_PREFIX
CSRF_COOKIE_NAME = "circle_csrf"
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "cop.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy's duty; health checks come in plain
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *OIDC_ORIGINS],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # seconds a mail server may be silent
if DEMO:
    EMAIL_BACKEND = "cop.demo.mailbox.MailboxBackend"
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Practice Circle <post@practice-circle.example>"
)

CELERY_BROKER_URL = REDIS_URL
# Seconds a page waits for a queue that does not answer; later jobs find what it could not hand on.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "core.heartbeat", "schedule": 15},
    "forget-spaces": {"task": "caucus.close_overdue_spaces", "schedule": 3600},
    "tell-of-overdue": {"task": "caucus.tell_of_overdue", "schedule": 3600},
    "count-surveys": {"task": "feedback.count_due", "schedule": 900},
    "remind-of-feedback": {"task": "feedback.remind_due", "schedule": 1800},
    "prove-anonymity": {"task": "feedback.prove_anonymity", "schedule": 3600},
    "delete-what-is-past": {"task": "rights.retain", "schedule": 3600},
    "send-post": {"task": "post.send_waiting", "schedule": 60},
    "remind-of-sessions": {"task": "sessions_app.remind_due", "schedule": 900},
    "give-places-away": {"task": "sessions_app.fill_places", "schedule": 900},
    "clear-calendars": {"task": "sessions_app.withdraw_from_who_left", "schedule": 3600},
    "tend-uploads": {"task": "sessions_app.tend_uploads", "schedule": 60},
    "tend-renderings": {"task": "reports.tend_renderings", "schedule": 60},
}

QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", default="https://www.bbc.co.uk/weather")
# What the privacy notices say of whoever runs this installation.
HOST_ORGANISATION = env.str("HOST_ORGANISATION", default="")
BACKUPS_KEPT_DAYS = env.int("BACKUPS_KEPT_DAYS", default=0)  # 0: nobody has said
SUPPORT_CONTACT = env.str(
    "SUPPORT_CONTACT",
    default="Marian Bell, marian.bell@example.org (fictional)" if DEMO else "",
)

# What the audit of anonymity looks at beside the running services (docs/running.md).
PROXY_CONFIG = env.str("PROXY_CONFIG", default=str(BASE_DIR / "deploy" / "nginx.conf"))
BACKUP_DIR = env.str("BACKUP_DIR", default=str(BASE_DIR / "backups"))
COMMIT = env.str("COMMIT", default="")  # of an image, which has no checkout

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Of requests for these no log tells but for errors: deploy/nginx.conf has the same list, and why.
UNNOTED_PATHS = [
    "^/box/",
    "^/feedback/",
    "^/in/c/[^/]+/feedback/",
    "/(ballot|paper)s?/",
    "^/in/c/[^/]+/results/(review|comments)/.",
    "^/in/c/[^/]+/reports/[0-9]+/(quotes|findings)/.",
    "^/in/c/[^/]+/sessions/[0-9]+/(live|space|share-back)/",
    "^/in/c/[^/]+/governance/complaints/",
    "^/support/.",
    "^/in/join/",
    "^/calendar/",
    "^/report/",
]
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {
        "without_secrets": {"()": "cop.core.logs.WithoutSecrets"},
        "without_unnoted": {"()": "cop.core.logs.WithoutUnnoted"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets", "without_unnoted"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Whatever LOG_LEVEL says: at DEBUG these two print statements with their values, and whole
    # pages' contents, so who is in which space and what somebody answered.
    "loggers": {
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
    },
}
