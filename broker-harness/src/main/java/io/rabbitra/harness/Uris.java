package io.rabbitra.harness;

import java.net.URI;
import java.net.URISyntaxException;

/** What the harness does with AMQP URIs. */
final class Uris {

  private static final int AMQP_PORT = 5672;
  private static final int AMQPS_PORT = 5671;

  private Uris() {}

  /** The URI as it may be printed. */
  static String withoutPassword(String uri) {
    int at = uri.lastIndexOf('@');
    int colon = uri.indexOf(':', Math.max(uri.indexOf("://"), 0) + 3);
    return at < 0 || colon < 0 || colon > at
        ? uri
        : uri.substring(0, colon + 1) + "***" + uri.substring(at);
  }

  /** The same URI with another host and port. */
  static String withAddress(String uri, String host, int port) {
    URI parsed = URI.create(uri);
    String user = parsed.getRawUserInfo() == null ? "" : parsed.getRawUserInfo() + "@";
    String path = parsed.getRawPath() == null ? "" : parsed.getRawPath();
    String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
    return parsed.getScheme() + "://" + user + host + ":" + port + path + query;
  }

  /** A URI with a host, or an error that says where it came from. */
  static URI parse(String uri, String origin) {
    try {
      URI parsed = new URI(uri);
      String scheme = parsed.getScheme();
      if (parsed.getHost() != null && ("amqp".equals(scheme) || "amqps".equals(scheme))) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      // The exception repeats the URI with its password: fall through to the error without it.
      throw unusable(uri, origin);
    }
    throw unusable(uri, origin);
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "amqps".equals(uri.getScheme()) ? AMQPS_PORT : AMQP_PORT;
  }

  private static IllegalArgumentException unusable(String uri, String origin) {
    return new IllegalArgumentException(
        origin
            + " is "
            + withoutPassword(uri)
            + "; allowed is amqp[s]://user:password@host:port/vhost");
  }
}
