"""Tells whether a call of a schedule is genuine. As a program: verify_webhook.py ID TIMESTAMP SIGNATURES < body, key in WEBHOOK_SECRET."""
import base64
import hashlib
import hmac
import os
import sys
import time


def is_genuine(secret: str, webhook_id: str, timestamp: str, signatures: str, body: bytes, tolerance_s: int = 300) -> bool:
    """The three headers and the body as they came, before any parsing."""
    if abs(time.time() - int(timestamp)) > tolerance_s:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(expected, signature) for signature in signatures.split())


if __name__ == "__main__":
    sys.exit(0 if is_genuine(os.environ["WEBHOOK_SECRET"], *sys.argv[1:4], sys.stdin.buffer.read()) else 1)
