"""The headers of every answer: content security policy, caching and the rest."""

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

LOCKED_DOWN = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register_headers(app: Flask, *, is_https: bool) -> None:
    """Set the headers; personal pages are never kept by caches."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.update(LOCKED_DOWN)
        headers.setdefault("Cache-Control", "no-store")
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
