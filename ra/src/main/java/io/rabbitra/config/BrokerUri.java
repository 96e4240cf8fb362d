package io.rabbitra.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of property {@code uri}, parsed: one URI by the "RabbitMQ URI Specification", or
 * several separated by commas. Components that are not said are null.
 *
 * <p>Beyond the specification: a host is required; {@code @} outside the user info and every
 * character that RFC 3986 does not allow where it stands has to be percent-encoded. In a list, user
 * info, virtual host and query are those of the first entry; a later entry may only repeat them.
 *
 * @param addresses in the order of the list, never empty, all with the same scheme
 * @param virtualHost decoded; {@code amqp://host/} names the virtual host with the empty name, as
 *     the specification says
 * @param query null only while a list is read: the entry has none
 */
record BrokerUri(
    List<BrokerAddress> addresses,
    String userName,
    String password,
    String virtualHost,
    UriQuery query) {

  private static final Pattern FORM =
      Pattern.compile("(?is)(amqps?)://([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?");
  private static final Pattern PLACE =
      Pattern.compile("(?s)(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([^:]*))?");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern IPV6_ZONE = Pattern.compile("%25[A-Za-z0-9._~-]+");

  /**
   * @param property the property to name in errors
   * @throws InvalidConfigurationException never with a password in its message
   */
  static BrokerUri parse(String property, String value) {
    UriText text = new UriText(property, value);
    List<BrokerAddress> addresses = new ArrayList<>();
    BrokerUri first = null;
    for (String entry : text.entries()) {
      BrokerUri next = entry(text, entry);
      first = first == null ? next : first;
      first.mayBeFollowedBy(next, text);
      addresses.addAll(next.addresses);
    }
    return new BrokerUri(
        List.copyOf(addresses),
        first.userName,
        first.password,
        first.virtualHost,
        first.query == null ? UriQuery.unsaid(addresses.get(0).tls()) : first.query);
  }

  private static BrokerUri entry(UriText text, String entry) {
    Matcher form = FORM.matcher(entry);
    if (!form.matches()) {
      throw text.refused(
          "allowed is amqp://[user[:password]@]host[:port][/virtualhost][?parameters], the same with"
              + " amqps, or a list of them separated by commas");
    }
    boolean tls = form.group(1).equalsIgnoreCase("amqps");
    String authority = form.group(2);
    int at = authority.indexOf('@');
    if (entry.indexOf('@') != entry.lastIndexOf('@') || (at < 0 && entry.indexOf('@') >= 0)) {
      throw text.refused("'@' is allowed once, behind the user info; elsewhere it is written %40");
    }
    String[] login = at < 0 ? new String[0] : authority.substring(0, at).split(":", -1);
    if (login.length > 2) {
      throw text.refused("the user info is user:password; another ':' is written %3A");
    }
    String userName = text.decoded(login.length > 0 ? login[0] : null, "", "the user info");
    String password = text.decoded(login.length > 1 ? login[1] : null, "", "the user info");
    String virtualHost = text.decoded(form.group(3), ":", "the virtual host");
    allowed(text, "the user name: ", userName == null ? null : Checks.text(userName));
    allowed(text, "the user info: ", password == null ? null : Checks.password(password));
    allowed(
        text, "the virtual host: ", virtualHost == null ? null : Checks.virtualHost(virtualHost));
    String parameters = form.group(4);
    UriQuery query =
        parameters == null || parameters.isEmpty() ? null : UriQuery.parse(text, parameters, tls);
    BrokerAddress address = address(text, authority.substring(at + 1), tls);
    return new BrokerUri(List.of(address), userName, password, virtualHost, query);
  }

  private static void allowed(UriText text, String what, String problem) {
    if (problem != null) {
      throw text.refused(what + problem);
    }
  }

  private static BrokerAddress address(UriText text, String place, boolean tls) {
    Matcher form = PLACE.matcher(place);
    if (!form.matches()) {
      throw text.refused(
          "behind the host only a port is allowed; an IPv6 address is in [brackets]");
    }
    String host = form.group(1);
    String port = form.group(2);
    int number = tls ? BrokerAddress.DEFAULT_TLS_PORT : BrokerAddress.DEFAULT_PORT;
    if (port != null) {
      number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
    }
    if (number < 1 || number > 65535) {
      throw text.refused("the port is not one; allowed is a number from 1 to 65535");
    }
    return new BrokerAddress(
        host.startsWith("[") ? ipv6(text, host) : hostName(text, host), number, tls);
  }

  /** Not left to {@link URI}, which refuses names with an underscore. */
  private static String hostName(UriText text, String host) {
    if (host.isEmpty()) {
      throw text.refused("the host is missing");
    }
    String name = text.decoded(host, "", "the host");
    if (!HOST_NAME.matcher(name).matches()) {
      throw text.refused(
          "a host name has letters, digits, '.', '-' and '_'; in a list each entry has its own"
              + " amqp:// or amqps://");
    }
    return name;
  }

  /** With a zone as RFC 6874 writes it: {@code [fe80::1%25eth0]}. */
  private static String ipv6(UriText text, String literal) {
    String inside = literal.substring(1, literal.length() - 1);
    int percent = inside.indexOf('%');
    String address = percent < 0 ? inside : inside.substring(0, percent);
    String zone = percent < 0 ? "" : inside.substring(percent);
    try {
      new URI("amqp://[" + address + "]").parseServerAuthority();
    } catch (URISyntaxException e) {
      throw text.refused("in [brackets] only an IPv6 address is allowed");
    }
    if (!zone.isEmpty() && !IPV6_ZONE.matcher(zone).matches()) {
      throw text.refused("the zone of an IPv6 address is written %25 and its name");
    }
    return address + zone.replaceFirst("^%25", "%");
  }

  private void mayBeFollowedBy(BrokerUri next, UriText text) {
    if (addresses.get(0).tls() != next.addresses.get(0).tls()) {
      throw text.refused("a list must be all amqp:// or all amqps://");
    }
    boolean sameLogin =
        next.userName == null
            || (next.userName.equals(userName)
                && (next.password == null ? password == null : next.password.equals(password)));
    if (!sameLogin) {
      throw ambiguous(text, "user info");
    }
    if (next.virtualHost != null && !next.virtualHost.equals(virtualHost)) {
      throw ambiguous(text, "virtual host");
    }
    if (next.query != null && !next.query.equals(query)) {
      throw ambiguous(text, "parameters");
    }
  }

  private static InvalidConfigurationException ambiguous(UriText text, String what) {
    return text.refused(
        "the "
            + what
            + " of a later entry of the list differs from the first; allowed is to say it with the"
            + " first entry, for all");
  }

  /** Without password and key password. */
  @Override
  public String toString() {
    return "BrokerUri" + addresses;
  }
}
