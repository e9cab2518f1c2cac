"""Everything that can go wrong, named for what happened.

    OmnigenError
    ├── InvalidRequest            the caller's input; names the field
    ├── NotFound                  no such job, scene, image … (or not the caller's)
    ├── Conflict                  right request, wrong moment
    │   ├── AlreadyDecided        somebody has approved or rejected this before
    │   ├── PriceChanged          the order would cost more than the caller was shown
    │   ├── StaleRun              a later run of the job has taken over, or the job has ended
    │   ├── PredictionTaken       the vendor's prediction belongs to another purchase
    │   └── SpendRejected         a person said no to the spending on the video
    ├── UnreadableRecord          a job's record that this version cannot read; it is left alone
    ├── Contention                others are writing the same record; the same call works a moment later
    ├── OverBudget                the job's own cap would be broken
    ├── OverQuota                 the user's quota would be broken
    ├── WebhookUndelivered        a user's own server did not take a message
    ├── ProviderError             somebody outside failed us; classified once, in the adapter
    │   ├── ProviderThrottled     too many requests           retry the same
    │   ├── ProviderUnavailable   down, slow, interrupted      retry the same, then the next model
    │   ├── ProviderTimedOut      took longer than we allow    no retry; resume may try again
    │   ├── ModelGone             the model was withdrawn      next model
    │   ├── PolicyBlocked         the vendor refused the words or pictures
    │   ├── BadInput              the vendor says our request is malformed: our bug
    │   ├── ConfigError           key missing, wrong, or out of money
    │   ├── BadOutput             the answer is not what was asked for
    │   └── UnknownOutcome        a paid request went out and no answer came: look before asking again
    └── MediaError
        ├── MediaRefused          a file that is damaged, disguised or too big
        ├── UnsupportedText       no font can draw this
        ├── CompositionFailed     ffmpeg failed; carries its last words
        ├── VideoRejected         the finished cut failed its checks
        │   └── ProductAltered    the product in it is not the one of its photo
        ├── ComplianceBlocked     a rule for ads for medicines failed, on the script or on the finished cut
        └── BadCredentials        a file is not what was signed

A class answers three questions: does a retry help (`retryable`), which HTTP status is it (`http_status`), and who can
mend it (`fixable_by`). The message is a sentence for people: what was expected and what to do next. The class name is
what the state machine sees.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

FixableBy = Literal["user", "operator", "time", "developer"]


class OmnigenError(Exception):
    """The root; never raised itself."""

    retryable: ClassVar[bool] = False
    http_status: ClassVar[int] = 500
    fixable_by: ClassVar[FixableBy] = "developer"

    @property
    def code(self) -> str:
        """The name a program can rely on."""
        return type(self).__name__


class InvalidRequest(OmnigenError):
    """The caller asked for something that cannot be; `field` says where (dotted path, empty for the whole body)."""

    http_status = 422
    fixable_by = "user"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(OmnigenError):
    """There is no such thing, or it is not the caller's to see."""

    http_status = 404
    fixable_by = "user"


class Conflict(OmnigenError):
    """A right request at the wrong moment: nothing was changed."""

    http_status = 409
    fixable_by = "user"


class AlreadyDecided(Conflict):
    """Somebody has approved or rejected this before; the earlier decision stands."""


class PriceChanged(Conflict):
    """The order would cost more than the price that the caller was shown; nothing was ordered."""


class StaleRun(Conflict):
    """A later run of the job has taken over, or the job has ended: this one may change nothing."""


class PredictionTaken(Conflict):
    """A prediction at the vendor belongs to another purchase: it may be neither used nor cancelled, nor booked."""

    def __init__(self, message: str, prediction_id: str = "") -> None:
        super().__init__(message)
        self.prediction_id = prediction_id


class SpendRejected(Conflict):
    """A person said no at the last gate: nothing more is bought."""


class UnreadableRecord(OmnigenError):
    """A job's record that this version cannot read: damaged, or written by a newer one. It is left as it is."""

    fixable_by = "operator"


class Contention(OmnigenError):
    """Others are writing the same record; the same call works a moment later."""

    retryable = True
    http_status = 503
    fixable_by = "time"


class OverBudget(OmnigenError):
    """Buying this would break the job's own cap, `max_cost_usd`."""

    http_status = 402
    fixable_by = "user"


class OverQuota(OmnigenError):
    """Doing this would break the user's quota of jobs or money; `retry_after_seconds` says when to try again."""

    http_status = 429
    fixable_by = "time"

    def __init__(self, message: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class WebhookUndelivered(OmnigenError):
    """A user's own server did not take a message; the queue keeps it, and no alarm about vendors rings."""

    retryable = True
    http_status = 503
    fixable_by = "time"


class ProviderError(OmnigenError):
    """Somebody outside failed us. Raised by the adapters only, in one of the forms below.

    `usd` is what the vendor charges all the same; `answer` is what it said, where that helps to repair it.
    `prediction_id` is the vendor's own name of what came to nothing or is of no use, where there is one.
    """

    http_status = 502
    prediction_id = ""

    def __init__(self, message: str, *, usd: Decimal = Decimal(0), answer: str = "") -> None:
        super().__init__(message)
        self.usd = usd
        self.answer = answer


class ProviderThrottled(ProviderError):
    """Too many requests: the same one works later. `retry_after_seconds` is when, where the vendor says so.

    `whole_account` is whether all models of the vendor are meant; `requests_per_minute` is how often it may be asked
    for now, where it says that.
    """

    retryable = True
    http_status = 503
    fixable_by = "time"

    def __init__(
        self,
        message: str,
        *,
        usd: Decimal = Decimal(0),
        answer: str = "",
        retry_after_seconds: int | None = None,
        whole_account: bool = False,
        requests_per_minute: int | None = None,
    ) -> None:
        super().__init__(message, usd=usd, answer=answer)
        self.retry_after_seconds = retry_after_seconds
        self.whole_account = whole_account
        self.requests_per_minute = requests_per_minute


class ProviderUnavailable(ProviderError):
    """Down, slow or interrupted, and nothing was paid: the same request may work later, or with the next model."""

    retryable = True
    http_status = 503
    fixable_by = "time"


class ProviderTimedOut(ProviderError):
    """The order took longer than we allow and was cancelled."""

    fixable_by = "time"


class ModelGone(ProviderError):
    """The model was withdrawn or renamed."""

    fixable_by = "operator"


class PolicyBlocked(ProviderError):
    """The vendor refused these words or pictures; the same request will be refused again."""

    http_status = 422
    fixable_by = "user"


class BadInput(ProviderError):
    """The vendor calls our request malformed: a bug of ours, and no retry can help."""


class ConfigError(ProviderError):
    """A key is missing or wrong, or the account is out of money."""

    fixable_by = "operator"


class BadOutput(ProviderError):
    """The answer is not what was asked for: not JSON, cut short, durations that do not add up."""

    fixable_by = "time"


class UnknownOutcome(ProviderError):
    """A paid request went out and no clear answer came back. It must be looked for before it is made again.

    `vendor_failed`: the vendor itself answered that it failed, so an order that cannot be found was not taken.
    """

    retryable = True
    http_status = 503
    fixable_by = "time"

    def __init__(
        self, message: str, *, usd: Decimal = Decimal(0), answer: str = "", vendor_failed: bool = False
    ) -> None:
        super().__init__(message, usd=usd, answer=answer)
        self.vendor_failed = vendor_failed


class MediaError(OmnigenError):
    """Something is wrong with a media file or with what should become one."""


class MediaRefused(MediaError):
    """A media file that is damaged, disguised or beyond our limits."""

    http_status = 422
    fixable_by = "user"


class UnsupportedText(MediaError):
    """Text that no installed font can draw."""

    http_status = 422
    fixable_by = "user"


class CompositionFailed(MediaError):
    """ffmpeg failed. The message ends with its last words.

    `passing` tells the composition task that the very same work may succeed later: ffmpeg was killed, hung, or found
    the disk full. Whatever else made it fail will do so again.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class VideoRejected(MediaError):
    """The finished cut failed its own checks and is not delivered."""


class ComplianceBlocked(MediaError):
    """A blocking rule for ads for medicines failed, on the script or on the finished cut, and nobody has waived it."""

    http_status = 422
    fixable_by = "user"


class ProductAltered(VideoRejected):
    """The product in a scene of the finished cut is not the one of its photo; `scene_id` is the first such scene."""

    fixable_by = "user"

    def __init__(self, message: str, scene_id: str | None = None) -> None:
        super().__init__(message)
        self.scene_id = scene_id


class BadCredentials(MediaError):
    """A file carries no content credentials, or is not what was signed."""


def by_code(code: str) -> type[OmnigenError]:
    """The class with this name; OmnigenError itself for a name that no class of this version has."""
    found = globals().get(code)
    return found if isinstance(found, type) and issubclass(found, OmnigenError) else OmnigenError
