package io.rabbitra.config;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What one bean (adapter, managed connection factory, activation specification) says about the
 * broker; a value that is null is not said. Immutable, safe for use by all threads, serializable as
 * the beans of Jakarta Connectors are.
 *
 * <p>Each {@code with} method checks its own value at once and throws {@link
 * InvalidConfigurationException}. A blank string is not said: descriptors have no other way to
 * leave a value out.
 *
 * <p>Precedence, for each attribute alone: the property of this level, the component of the {@code
 * uri} of this level (user info, virtual host, query), then the same two of the level below, then
 * the default. Addresses, TLS parameters and the SASL mechanism come whole from the first level
 * that has a {@code uri}: certificates meant for one broker are not shown to another.
 */
public final class BrokerProperties implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * System property with the {@code uri} to use where no level says one. It is the only place for
   * servers that start an adapter instance of their own for a resource definition annotation.
   */
  public static final String DEFAULT_URI_SYSTEM_PROPERTY = "io.rabbitra.uri";

  /** The {@code uri} where not even {@link #DEFAULT_URI_SYSTEM_PROPERTY} is set. */
  public static final String DEFAULT_URI = "amqp://localhost:5672";

  private enum Key {
    URI("uri"),
    SHUFFLE_ADDRESSES("shuffleAddresses"),
    USER_NAME("userName"),
    PASSWORD("password"),
    VIRTUAL_HOST("virtualHost"),
    HEARTBEAT("heartbeat"),
    CONNECTION_TIMEOUT("connectionTimeout"),
    CONNECTION_NAME("connectionName"),
    /** Said by a URI only; held here when a level with another URI lies over it. */
    CHANNEL_MAX("channelMax");

    final String property;

    Key(String property) {
      this.property = property;
    }

    /** What a URI says about this attribute; null = nothing, or there is no URI. */
    Serializable component(BrokerUri uri) {
      if (uri == null) {
        return null;
      }
      return switch (this) {
        case USER_NAME -> uri.userName();
        case PASSWORD -> uri.password();
        case VIRTUAL_HOST -> uri.virtualHost();
        case HEARTBEAT -> uri.query().heartbeat();
        case CONNECTION_TIMEOUT -> uri.query().connectionTimeout();
        case CHANNEL_MAX -> uri.query().channelMax();
        case URI, SHUFFLE_ADDRESSES, CONNECTION_NAME -> null;
      };
    }
  }

  /** Nothing is said. */
  public static final BrokerProperties NONE = new BrokerProperties(new EnumMap<>(Key.class));

  /** Never changed after construction. */
  private final EnumMap<Key, Serializable> said;

  /** Whether the server sets on every bean what these of the adapter say. */
  private final boolean copied;

  private BrokerProperties(EnumMap<Key, Serializable> said) {
    this(said, false);
  }

  private BrokerProperties(EnumMap<Key, Serializable> said, boolean copied) {
    this.said = said;
    this.copied = copied;
  }

  /**
   * One or several {@code amqp://} or {@code amqps://} URIs separated by commas, as RabbitMQ
   * specifies them, with the parameters {@code heartbeat} (s), {@code connection_timeout} (ms),
   * {@code channel_max}, {@code auth_mechanism}, and for {@code amqps} {@code cacertfile}, {@code
   * certfile}, {@code keyfile} (default: {@code certfile}), {@code password} (of the key), {@code
   * verify}, {@code server_name_indication}. {@code amqp://host} leaves the virtual host open;
   * {@code amqp://host/} is the one with the empty name; {@code amqp://host/%2f} is "/".
   */
  public BrokerProperties withUri(String uri) {
    String stripped = notBlank(uri) == null ? null : uri.strip();
    if (stripped != null) {
      BrokerUri.parse(Key.URI.property, stripped);
    }
    return with(Key.URI, stripped);
  }

  /** Whether the addresses are tried in random order; default false: in the order of the list. */
  public BrokerProperties withShuffleAddresses(Boolean shuffleAddresses) {
    return with(Key.SHUFFLE_ADDRESSES, shuffleAddresses);
  }

  /** The user of SASL PLAIN; default {@value BrokerSettings#DEFAULT_USER_NAME}. */
  public BrokerProperties withUserName(String userName) {
    return with(Key.USER_NAME, checked(Key.USER_NAME, notBlank(userName), Checks::text));
  }

  /** The password of SASL PLAIN; default that of RabbitMQ's guest user. */
  public BrokerProperties withPassword(String password) {
    return with(Key.PASSWORD, checked(Key.PASSWORD, notBlank(password), Checks::password));
  }

  /** The virtual host of {@code connection.open}; default "/", at most 255 bytes of UTF-8. */
  public BrokerProperties withVirtualHost(String virtualHost) {
    return with(
        Key.VIRTUAL_HOST, checked(Key.VIRTUAL_HOST, notBlank(virtualHost), Checks::virtualHost));
  }

  /**
   * The heartbeat timeout proposed in {@code connection.tune-ok}, in seconds, 0 to 65535; 0 = off;
   * default {@value BrokerSettings#DEFAULT_HEARTBEAT_SECONDS}.
   */
  public BrokerProperties withHeartbeat(Integer seconds) {
    return with(Key.HEARTBEAT, checked(Key.HEARTBEAT, seconds, Checks::heartbeat));
  }

  /**
   * How long to wait for one address, in milliseconds, greater than 0; default {@value
   * BrokerSettings#DEFAULT_CONNECTION_TIMEOUT_MILLIS}.
   */
  public BrokerProperties withConnectionTimeout(Integer milliseconds) {
    return with(
        Key.CONNECTION_TIMEOUT,
        checked(Key.CONNECTION_TIMEOUT, milliseconds, Checks::connectionTimeout));
  }

  /** The name of the connection in the broker's own list; default: chosen by the adapter. */
  public BrokerProperties withConnectionName(String connectionName) {
    return with(
        Key.CONNECTION_NAME, checked(Key.CONNECTION_NAME, notBlank(connectionName), Checks::text));
  }

  /** As it was said, with the password it may have: not for logs. Null = not said. */
  public String uri() {
    return (String) said.get(Key.URI);
  }

  /** Null = not said. */
  public Boolean shuffleAddresses() {
    return (Boolean) said.get(Key.SHUFFLE_ADDRESSES);
  }

  /** Null = not said by a property; the {@code uri} may still say it. */
  public String userName() {
    return (String) said.get(Key.USER_NAME);
  }

  /** Null = not said by a property; the {@code uri} may still say it. */
  public String password() {
    return (String) said.get(Key.PASSWORD);
  }

  /** Null = not said by a property; the {@code uri} may still say it. */
  public String virtualHost() {
    return (String) said.get(Key.VIRTUAL_HOST);
  }

  /** Seconds. Null = not said by a property; the {@code uri} may still say it. */
  public Integer heartbeat() {
    return (Integer) said.get(Key.HEARTBEAT);
  }

  /** Milliseconds. Null = not said by a property; the {@code uri} may still say it. */
  public Integer connectionTimeout() {
    return (Integer) said.get(Key.CONNECTION_TIMEOUT);
  }

  /** Null = not said. */
  public String connectionName() {
    return (String) said.get(Key.CONNECTION_NAME);
  }

  /**
   * These of an adapter whose server copies them to every managed connection factory and activation
   * that do not set the property themselves, as Jakarta Connectors 2.1 allows and Open Liberty
   * does.
   */
  public BrokerProperties copiedToBeans() {
    return new BrokerProperties(said, true);
  }

  /**
   * Without what the server has copied from the adapter: a copy must not win over the {@code uri}
   * of this level, nor over a level between this one and the adapter's. A value that a bean sets
   * itself and that equals the adapter's cannot be told from a copy.
   */
  public BrokerProperties withoutCopiesOf(BrokerProperties adapter) {
    if (!adapter.copied) {
      return this;
    }
    EnumMap<Key, Serializable> own = new EnumMap<>(said);
    own.entrySet().removeIf(entry -> entry.getValue().equals(adapter.said.get(entry.getKey())));
    return new BrokerProperties(own);
  }

  /**
   * This level laid over another: what this one says, by property or {@code uri}, wins; what it
   * does not say is taken from {@code base}.
   */
  public BrokerProperties over(BrokerProperties base) {
    BrokerUri uri = parsedUri();
    BrokerUri baseUri = base.parsedUri();
    EnumMap<Key, Serializable> merged = new EnumMap<>(base.said);
    for (Key key : Key.values()) {
      if (said.containsKey(key)) {
        merged.put(key, said.get(key));
      } else if (key.component(uri) != null) {
        merged.remove(key);
      } else if (uri != null && key.component(baseUri) != null) {
        merged.putIfAbsent(key, key.component(baseUri));
      }
    }
    return new BrokerProperties(merged);
  }

  /**
   * The settings with every default filled in. Reads {@link #DEFAULT_URI_SYSTEM_PROPERTY} now, if
   * no {@code uri} is said.
   *
   * @throws InvalidConfigurationException if that system property is not a valid {@code uri}
   */
  public BrokerSettings toSettings() {
    String spoken = uri();
    if (spoken == null) {
      String text = notBlank(System.getProperty(DEFAULT_URI_SYSTEM_PROPERTY));
      return toSettings(
          text == null
              ? BrokerUri.parse(Key.URI.property, DEFAULT_URI)
              : BrokerUri.parse(DEFAULT_URI_SYSTEM_PROPERTY, text));
    }
    return toSettings(parsedUri());
  }

  private BrokerSettings toSettings(BrokerUri uri) {
    UriQuery query = uri.query();
    return BrokerSettings.resolved(
        uri.addresses(),
        Boolean.TRUE.equals(shuffleAddresses()),
        (String) resolved(Key.USER_NAME, uri),
        (String) resolved(Key.PASSWORD, uri),
        (String) resolved(Key.VIRTUAL_HOST, uri),
        (Integer) resolved(Key.HEARTBEAT, uri),
        (Integer) resolved(Key.CONNECTION_TIMEOUT, uri),
        connectionName(),
        (Integer) resolved(Key.CHANNEL_MAX, uri),
        query.tls(),
        query.saslMechanism());
  }

  private Serializable resolved(Key key, BrokerUri uri) {
    Serializable own = said.get(key);
    return own != null ? own : key.component(uri);
  }

  private BrokerUri parsedUri() {
    return uri() == null ? null : BrokerUri.parse(Key.URI.property, uri());
  }

  private BrokerProperties with(Key key, Serializable value) {
    EnumMap<Key, Serializable> changed = new EnumMap<>(said);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return new BrokerProperties(changed);
  }

  private static String notBlank(String value) {
    return value == null || value.isBlank() ? null : value;
  }

  private static <T> T checked(Key key, T value, Function<T, String> check) {
    String problem = value == null ? null : check.apply(value);
    if (problem != null) {
      Object shown = key == Key.PASSWORD ? InvalidConfigurationException.HIDDEN : value;
      throw new InvalidConfigurationException(key.property, shown, problem);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BrokerProperties properties && said.equals(properties.said);
  }

  @Override
  public int hashCode() {
    return said.hashCode();
  }

  /** What is said, without passwords. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("BrokerProperties[");
    String separator = "";
    for (Map.Entry<Key, Serializable> entry : said.entrySet()) {
      Object shown =
          switch (entry.getKey()) {
            case PASSWORD -> InvalidConfigurationException.HIDDEN;
            case URI -> new UriText(Key.URI.property, uri()).shown();
            default -> entry.getValue();
          };
      text.append(separator).append(entry.getKey().property).append('=').append(shown);
      separator = ", ";
    }
    return text.append(']').toString();
  }
}
