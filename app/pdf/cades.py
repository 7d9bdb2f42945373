"""pyHanko at work: a file inside a CAdES signature (.p7m).

Loaded at the first signature, as `app.pdf.pades`.
"""

import asyncio
from datetime import datetime

from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes


def enveloped(content: bytes, signer: SimpleSigner, *, now: datetime) -> bytes:
    """Return a content inside its signature, DER: CAdES-BES with the certificate's reference.

    Args:
        content: What is signed, kept inside to the byte.
        signer: Made by `app.pdf.pades.signer_of`.
        now: Aware instant stated by the signature.
    """
    stated = PdfCMSSignedAttributes(signing_time=now, cades_signed_attrs=CAdESSignedAttrSpec())
    made = signer.async_sign_general_data(
        content, "sha256", detached=False, use_cades=True, signed_attr_settings=stated
    )
    return asyncio.run(made).dump()  # type: ignore[no-any-return]  # untyped library
