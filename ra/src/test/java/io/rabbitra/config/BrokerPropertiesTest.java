package io.rabbitra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerPropertiesTest {
  private static final BrokerProperties NONE = BrokerProperties.NONE;

  @AfterEach
  void clearSystemProperty() {
    System.clearProperty(BrokerProperties.DEFAULT_URI_SYSTEM_PROPERTY);
  }

  @Test
  void whatAServerCopiesFromTheAdapterIsNotSaidByTheBean() {
    BrokerProperties adapter =
        NONE.withUri("amqp://adapter").withUserName("a").withPassword("b").withHeartbeat(5);
    BrokerProperties bean =
        NONE.withUri("amqp://c:d@bean").withUserName("a").withPassword("b").withHeartbeat(6);
    BrokerProperties copied = adapter.copiedToBeans();

    assertThat(bean.withoutCopiesOf(adapter)).isEqualTo(bean);
    assertThat(bean.withoutCopiesOf(copied))
        .isEqualTo(NONE.withUri("amqp://c:d@bean").withHeartbeat(6));
    assertThat(bean.withoutCopiesOf(copied).over(copied).toSettings().userName()).isEqualTo("c");
    assertThat(copied).isEqualTo(adapter);
  }

  /** One attribute: how a property says it, how a URI says it, how it is read, its default. */
  private record Attribute(
      String name,
      Function<BrokerProperties, Function<String, BrokerProperties>> property,
      Function<String, String> uri,
      Function<BrokerSettings, Object> read,
      Object unsaid) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute(
              "userName",
              p -> p::withUserName,
              v -> "amqp://" + v + "@h",
              BrokerSettings::userName,
              "guest"),
          new Attribute(
              "password",
              p -> p::withPassword,
              v -> "amqp://u:" + v + "@h",
              BrokerSettings::password,
              "guest"),
          new Attribute(
              "virtualHost",
              p -> p::withVirtualHost,
              v -> "amqp://h/" + v,
              BrokerSettings::virtualHost,
              "/"),
          new Attribute(
              "heartbeat",
              p -> v -> p.withHeartbeat(Integer.valueOf(v)),
              v -> "amqp://h?heartbeat=" + v,
              BrokerSettings::heartbeatSeconds,
              10),
          new Attribute(
              "connectionTimeout",
              p -> v -> p.withConnectionTimeout(Integer.valueOf(v)),
              v -> "amqp://h?connection_timeout=" + v,
              BrokerSettings::connectionTimeoutMillis,
              10_000));

  /** Every attribute, with every combination of what is said where. */
  static List<Arguments> precedence() {
    List<Arguments> all = new ArrayList<>();
    for (Attribute attribute : ATTRIBUTES) {
      for (int said = 0; said < 64; said++) {
        all.add(Arguments.of(attribute, said));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("precedence")
  void firstWordWins(Attribute attribute, int said) {
    BrokerProperties[] levels = {NONE, NONE, NONE};
    String winner = null;
    for (int place = 0; place < 6; place++) {
      if ((said & 1 << place) == 0) {
        continue;
      }
      String value = String.valueOf(41 + place);
      winner = winner == null ? value : winner;
      int level = place / 2;
      levels[level] =
          place % 2 == 0
              ? attribute.property().apply(levels[level]).apply(value)
              : levels[level].withUri(attribute.uri().apply(value));
    }
    String expected = winner == null ? String.valueOf(attribute.unsaid()) : winner;
    BrokerProperties left = levels[0].over(levels[1]).over(levels[2]);
    BrokerProperties right = levels[0].over(levels[1].over(levels[2]));
    assertThat(attribute.read().apply(left.toSettings())).hasToString(expected);
    assertThat(attribute.read().apply(right.toSettings())).hasToString(expected);
    assertThat(left).isEqualTo(right);
  }

  @Test
  void uriWithoutComponentsInheritsThemFromTheUriBelow() {
    BrokerProperties adapter =
        NONE.withUri("amqp://bob:pw@a/v?heartbeat=3&connection_timeout=44&channel_max=55");
    BrokerSettings settings = NONE.withUri("amqp://c,amqp://d").over(adapter).toSettings();
    assertThat(settings.displayAddresses()).isEqualTo("amqp://c:5672,amqp://d:5672");
    assertThat(settings.userName()).isEqualTo("bob");
    assertThat(settings.password()).isEqualTo("pw");
    assertThat(settings.virtualHost()).isEqualTo("v");
    assertThat(settings.heartbeatSeconds()).isEqualTo(3);
    assertThat(settings.connectionTimeoutMillis()).isEqualTo(44);
    assertThat(settings.channelMax()).isEqualTo(55);
  }

  @Test
  void propertyBelowWinsOverTheUriBelowUnderAUriThatSaysNeither() {
    BrokerProperties adapter = NONE.withUri("amqp://eve@a?heartbeat=3").withUserName("bob");
    BrokerSettings settings = NONE.withUri("amqp://c").over(adapter.withHeartbeat(4)).toSettings();
    assertThat(settings.userName()).isEqualTo("bob");
    assertThat(settings.heartbeatSeconds()).isEqualTo(4);
  }

  @Test
  void upperUriKeepsItsOwnChannelMax() {
    BrokerProperties adapter = NONE.withUri("amqp://a?channel_max=55");
    assertThat(NONE.withUri("amqp://c?channel_max=9").over(adapter).toSettings().channelMax())
        .isEqualTo(9);
    assertThat(NONE.withHeartbeat(1).over(adapter).toSettings().channelMax()).isEqualTo(55);
  }

  @Test
  void uriWithoutUserInfoInheritsTheLoginOfTheAdapterProperties() {
    BrokerProperties adapter = NONE.withUserName("bob").withPassword("pw");
    BrokerSettings settings = NONE.withUri("amqp://c").over(adapter).toSettings();
    assertThat(settings.userName()).isEqualTo("bob");
    assertThat(settings.password()).isEqualTo("pw");
  }

  @Test
  void addressesTlsAndMechanismComeWholeFromTheLevelWithAUri() {
    BrokerProperties adapter =
        NONE.withUri("amqps://a?certfile=/c&verify=verify_none&auth_mechanism=external");
    BrokerSettings inherited = NONE.withVirtualHost("v").over(adapter).toSettings();
    assertThat(inherited.tls()).contains(new TlsSettings(null, "/c", "/c", null, false, null));
    assertThat(inherited.saslMechanism()).isEqualTo(SaslMechanism.EXTERNAL);

    BrokerSettings tls = NONE.withUri("amqps://b").over(adapter).toSettings();
    assertThat(tls.tls()).contains(TlsSettings.DEFAULT);
    assertThat(tls.saslMechanism()).isEqualTo(SaslMechanism.PLAIN);

    BrokerSettings plain = NONE.withUri("amqp://b").over(adapter).toSettings();
    assertThat(plain.tls()).isEmpty();
    assertThat(plain.addresses()).containsExactly(new BrokerAddress("b", 5672, false));
  }

  @Test
  void shuffleAndConnectionNameAreInheritedAndOverridden() {
    BrokerProperties adapter = NONE.withShuffleAddresses(true).withConnectionName("adapter");
    assertThat(NONE.over(adapter).toSettings().shuffleAddresses()).isTrue();
    assertThat(NONE.over(adapter).toSettings().connectionName()).contains("adapter");
    BrokerProperties factory = NONE.withShuffleAddresses(false).withConnectionName("factory");
    assertThat(factory.over(adapter).toSettings().shuffleAddresses()).isFalse();
    assertThat(factory.over(adapter).toSettings().connectionName()).contains("factory");
  }

  @Test
  void nothingSaidChangesNothing() {
    BrokerProperties some = NONE.withUri("amqp://u:p@h/v?heartbeat=3").withPassword("x");
    assertThat(some.over(NONE)).isEqualTo(some);
    assertThat(NONE.over(some)).isEqualTo(some);
    assertThat(NONE.over(NONE)).isEqualTo(NONE);
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    BrokerSettings settings = NONE.toSettings();
    assertThat(settings.displayAddresses()).isEqualTo("amqp://localhost:5672");
    assertThat(settings.shuffleAddresses()).isFalse();
    assertThat(settings.userName()).isEqualTo("guest");
    assertThat(settings.password()).isEqualTo("guest");
    assertThat(settings.virtualHost()).isEqualTo("/");
    assertThat(settings.heartbeatSeconds()).isEqualTo(10);
    assertThat(settings.connectionTimeoutMillis()).isEqualTo(10_000);
    assertThat(settings.connectionName()).isEmpty();
    assertThat(settings.channelMax()).isEqualTo(2047);
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.saslMechanism()).isEqualTo(SaslMechanism.PLAIN);
  }

  @Test
  void systemPropertyIsTheUriWhereNoLevelSaysOne() {
    System.setProperty(BrokerProperties.DEFAULT_URI_SYSTEM_PROPERTY, " amqp://u:p@sys/v ");
    BrokerSettings settings = NONE.withUserName("bob").toSettings();
    assertThat(settings.displayAddresses()).isEqualTo("amqp://sys:5672");
    assertThat(settings.userName()).isEqualTo("bob");
    assertThat(settings.password()).isEqualTo("p");
    assertThat(settings.virtualHost()).isEqualTo("v");

    BrokerSettings own = NONE.over(NONE.withUri("amqp://own")).toSettings();
    assertThat(own.displayAddresses()).isEqualTo("amqp://own:5672");
    assertThat(own.userName()).isEqualTo("guest");

    System.setProperty(BrokerProperties.DEFAULT_URI_SYSTEM_PROPERTY, " ");
    assertThat(NONE.toSettings().displayAddresses()).isEqualTo("amqp://localhost:5672");
  }

  @Test
  void wrongSystemPropertyIsNamed() {
    System.setProperty(BrokerProperties.DEFAULT_URI_SYSTEM_PROPERTY, "amqp://u:s3cret@:1");
    assertRefused("io.rabbitra.uri", NONE::toSettings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void blankIsNotSaid(String blank) {
    BrokerProperties properties =
        NONE.withUri(blank)
            .withUserName(blank)
            .withPassword(blank)
            .withVirtualHost(blank)
            .withConnectionName(blank);
    assertThat(properties).isEqualTo(NONE);
  }

  @Test
  void nullTakesAWordBack() {
    BrokerProperties all = full();
    BrokerProperties none =
        all.withUri(null)
            .withShuffleAddresses(null)
            .withUserName(null)
            .withPassword(null)
            .withVirtualHost(null)
            .withHeartbeat(null)
            .withConnectionTimeout(null)
            .withConnectionName(null);
    assertThat(none).isEqualTo(NONE);
    assertThat(all).isEqualTo(full());
  }

  @Test
  void accessorsAnswerWhatWasSaid() {
    BrokerProperties all = full();
    assertThat(all.uri()).isEqualTo("amqp://u:s3cret@h");
    assertThat(all.shuffleAddresses()).isTrue();
    assertThat(all.userName()).isEqualTo("bob");
    assertThat(all.password()).isEqualTo("s3cret");
    assertThat(all.virtualHost()).isEqualTo("v");
    assertThat(all.heartbeat()).isEqualTo(0);
    assertThat(all.connectionTimeout()).isEqualTo(1);
    assertThat(all.connectionName()).isEqualTo("n");
    assertThat(NONE.uri()).isNull();
    assertThat(NONE.shuffleAddresses()).isNull();
    assertThat(NONE.heartbeat()).isNull();
  }

  private static BrokerProperties full() {
    return NONE.withUri(" amqp://u:s3cret@h ")
        .withShuffleAddresses(true)
        .withUserName("bob")
        .withPassword("s3cret")
        .withVirtualHost("v")
        .withHeartbeat(0)
        .withConnectionTimeout(1)
        .withConnectionName("n");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE})
  void heartbeatOutOfRangeIsRefused(int seconds) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> NONE.withHeartbeat(seconds))
        .withMessage(
            "heartbeat = " + seconds + ": allowed are whole seconds from 0 (= off) to 65535");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "65535, 65535"})
  void heartbeatAtTheLimitsIsAllowed(int seconds, int expected) {
    assertThat(NONE.withHeartbeat(seconds).toSettings().heartbeatSeconds()).isEqualTo(expected);
  }

  @Test
  void wrongValueIsRefusedWhereItIsSaid() {
    assertRefused("uri", () -> NONE.withUri("http://h"));
    assertRefused("connectionTimeout", () -> NONE.withConnectionTimeout(0));
    assertRefused("connectionTimeout", () -> NONE.withConnectionTimeout(-5));
    assertRefused("userName", () -> NONE.withUserName("a\nb"));
    assertRefused("virtualHost", () -> NONE.withVirtualHost("ü".repeat(128)));
    assertRefused("virtualHost", () -> NONE.withVirtualHost("a\nb"));
    assertRefused("connectionName", () -> NONE.withConnectionName("a\u0000"));
    assertRefused("password", () -> NONE.withPassword("s3cret\u0000"));
  }

  private static void assertRefused(String property, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(call)
        .withMessageStartingWith(property + " = ")
        .satisfies(
            e -> {
              assertThat(e.property()).isEqualTo(property);
              assertThat(e.getMessage()).doesNotContain("s3cret").doesNotContain("\n");
            });
  }

  @Test
  void passwordIsInNoText() {
    assertThat(full().toString()).doesNotContain("s3cret").contains("amqp://***@h", "bob");
    assertThat(NONE.withUri("amqps://h?certfile=/c&password=s3cret").toString())
        .doesNotContain("s3cret");
  }

  @Test
  void equalByValueAndEveryAttributeCounts() {
    assertThat(full()).isEqualTo(full()).hasSameHashCodeAs(full());
    List<Supplier<BrokerProperties>> others =
        List.of(
            () -> full().withUri("amqp://u:s3cret@g"),
            () -> full().withShuffleAddresses(false),
            () -> full().withUserName("x"),
            () -> full().withPassword("x"),
            () -> full().withVirtualHost("x"),
            () -> full().withHeartbeat(9),
            () -> full().withConnectionTimeout(9),
            () -> full().withConnectionName("x"));
    for (Supplier<BrokerProperties> other : others) {
      assertThat(other.get()).isNotEqualTo(full());
    }
  }

  @Test
  void survivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(full());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(full());
    }
  }
}
