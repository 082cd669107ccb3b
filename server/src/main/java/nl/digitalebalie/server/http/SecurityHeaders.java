package nl.digitalebalie.server.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that every answer carries, errors included (hardening row 12). */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  static Map<String, String> of(URI publicUrl) {
    // Older browsers do not count ws: as 'self' (CSP3 6.7.2.8), so it is named.
    return of(publicUrl, "'self' " + socket(publicUrl));
  }

  /** For a page that a third place serves: it speaks to the relay, and is otherwise the same. */
  public static Map<String, String> ofPageElsewhere(URI page, URI relay) {
    return of(
        page,
        "'self' " + relay.getScheme() + "://" + relay.getRawAuthority() + " " + socket(relay));
  }

  private static String socket(URI relay) {
    return ("https".equals(relay.getScheme()) ? "wss://" : "ws://") + relay.getRawAuthority();
  }

  private static Map<String, String> of(URI publicUrl, String connects) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", policy(connects));
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("X-Frame-Options", "DENY");
    headers.put(
        "Permissions-Policy",
        "camera=(self), microphone=(self), geolocation=(), display-capture=(), payment=(), usb=()");
    if ("https".equals(publicUrl.getScheme())) {
      // RFC 6797: a year, and the sub-domains are the municipality's to decide.
      headers.put("Strict-Transport-Security", "max-age=31536000");
    }
    return headers;
  }

  /** No inline script or style, nothing from elsewhere; a QR code is an image made in the page. */
  private static String policy(String connects) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "connect-src " + connects,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }
}
