package io.rabbitra.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * The query of a broker URI, by the page "URI Query Parameters" of RabbitMQ's documentation. Every
 * component is null if the query does not say it.
 *
 * @param heartbeat seconds
 * @param connectionTimeout milliseconds
 */
record UriQuery(
    Integer heartbeat,
    Integer connectionTimeout,
    Integer channelMax,
    SaslMechanism saslMechanism,
    TlsSettings tls) {

  private static final String REPEATABLE = "auth_mechanism";
  private static final String KEY_PASSWORD = "password";
  private static final Set<String> TLS_PARAMETERS =
      Set.of("cacertfile", "certfile", "keyfile", KEY_PASSWORD, "verify", "server_name_indication");
  private static final Set<String> OTHER_PARAMETERS =
      Set.of("heartbeat", "connection_timeout", "channel_max", REPEATABLE);
  private static final String ALLOWED =
      "allowed are heartbeat, connection_timeout, channel_max, auth_mechanism, and with amqps"
          + " cacertfile, certfile, keyfile, password, verify, server_name_indication";

  /** Known to RabbitMQ's Erlang client, not to its documentation; with the reason to refuse it. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "fail_if_no_peer_cert",
          "is an option of a TLS server; use verify=verify_peer or verify_none",
          "depth",
          "is not supported; the length of a certificate chain is limited by the JVM",
          "frame_max",
          "is not supported; the frame size is the one the broker proposes",
          "customize_hostname_check",
          "is not supported; host names are always compared as for HTTPS");

  /** A number that fits an int; no sign, for a plus sign is a space to some and not to others. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** What a URI without a query says. */
  static UriQuery unsaid(boolean tls) {
    return new UriQuery(null, null, null, null, tls ? TlsSettings.DEFAULT : null);
  }

  static UriQuery parse(UriText uri, String query, boolean tls) {
    Map<String, List<String>> values = values(uri, query);
    if (!tls) {
      for (String name : values.keySet()) {
        if (TLS_PARAMETERS.contains(name)) {
          throw uri.refused("parameter '" + name + "' is allowed with amqps:// only");
        }
      }
    }
    return new UriQuery(
        number(uri, values, "heartbeat", Checks::heartbeat),
        number(uri, values, "connection_timeout", Checks::connectionTimeout),
        number(uri, values, "channel_max", Checks::channelMax),
        saslMechanism(uri, values),
        tls ? tls(uri, values) : null);
  }

  private static Map<String, List<String>> values(UriText uri, String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw uri.refused(
            "the query has a part that is not name=value (an & in a value is written %26)");
      }
      String name = parameter.substring(0, equals);
      if (REFUSED.containsKey(name)) {
        throw uri.refused("parameter '" + name + "' " + REFUSED.get(name) + "; " + ALLOWED);
      }
      if (!TLS_PARAMETERS.contains(name) && !OTHER_PARAMETERS.contains(name)) {
        // what follows an unescaped & in the key password looks like a parameter
        String named = values.containsKey(KEY_PASSWORD) ? "" : " '" + name + "'";
        throw uri.refused("unknown parameter" + named + "; " + ALLOWED);
      }
      String value =
          uri.decoded(parameter.substring(equals + 1), ":/?", "parameter '" + name + "'");
      if (value.isBlank()) {
        throw uri.refused("parameter '" + name + "' has no value");
      }
      List<String> all = values.computeIfAbsent(name, unused -> new ArrayList<>());
      if (!all.isEmpty() && !name.equals(REPEATABLE)) {
        throw uri.refused("parameter '" + name + "' is there twice; allowed is once");
      }
      all.add(value);
    }
    return values;
  }

  private static String single(Map<String, List<String>> values, String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.get(0);
  }

  private static Integer number(
      UriText uri, Map<String, List<String>> values, String name, IntFunction<String> check) {
    String value = single(values, name);
    if (value == null) {
      return null;
    }
    int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
    String problem = check.apply(number);
    if (problem != null) {
      throw uri.refused("parameter '" + name + "' is '" + value + "'; " + problem);
    }
    return number;
  }

  /** Several mechanisms are alternatives in the order of preference. */
  private static SaslMechanism saslMechanism(UriText uri, Map<String, List<String>> values) {
    List<String> names = values.getOrDefault(REPEATABLE, List.of());
    SaslMechanism first = null;
    for (String name : names) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "plain" -> first = first == null ? SaslMechanism.PLAIN : first;
        case "external" -> first = first == null ? SaslMechanism.EXTERNAL : first;
        case "amqplain", "crdemo" -> {
          // an alternative that another client may take
        }
        default ->
            throw uri.refused(
                "parameter 'auth_mechanism' is '" + name + "'; allowed are plain and external");
      }
    }
    if (first == null && !names.isEmpty()) {
      throw uri.refused(
          "parameter 'auth_mechanism' names "
              + String.join(", ", names)
              + ", which is not supported; allowed are plain and external");
    }
    return first;
  }

  private static TlsSettings tls(UriText uri, Map<String, List<String>> values) {
    String certFile = single(values, "certfile");
    String keyFile = single(values, "keyfile");
    String keyPassword = single(values, KEY_PASSWORD);
    if (certFile == null && keyFile != null) {
      throw uri.refused("parameter 'keyfile' is allowed together with 'certfile' only");
    }
    if (certFile == null && keyPassword != null) {
      throw uri.refused(
          "parameter 'password' is the one of the private key and allowed together with 'certfile'"
              + " only");
    }
    String verify = single(values, "verify");
    if (verify != null && !verify.equals("verify_peer") && !verify.equals("verify_none")) {
      throw uri.refused(
          "parameter 'verify' is '" + verify + "'; allowed are verify_peer and verify_none");
    }
    return new TlsSettings(
        single(values, "cacertfile"),
        certFile,
        keyFile == null ? certFile : keyFile,
        keyPassword,
        !"verify_none".equals(verify),
        single(values, "server_name_indication"));
  }
}
