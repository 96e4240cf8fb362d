package io.rabbitra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
  private static BrokerSettings settings(String uri) {
    return BrokerProperties.NONE.withUri(uri).toSettings();
  }

  @Test
  void equalByValueWhateverLevelSaidIt() {
    BrokerSettings one = settings("amqp://bob:pw@h/v?heartbeat=3");
    BrokerSettings other =
        BrokerProperties.NONE
            .withUri("amqp://h:5672")
            .withHeartbeat(3)
            .over(BrokerProperties.NONE.withUserName("bob").withPassword("pw").withVirtualHost("v"))
            .toSettings();
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(settings("amqp://bob:pw@h/v?heartbeat=4"));
    assertThat(one).isNotEqualTo(settings("amqp://bob:px@h/v?heartbeat=3"));
    assertThat(settings("amqps://h")).isNotEqualTo(settings("amqps://h?verify=verify_none"));
  }

  @Test
  void passwordsAreInNoText() {
    BrokerSettings settings =
        settings("amqps://bob:s3cret@h?certfile=/c&password=k3y").withCredentials("bob", "s3cret");
    assertThat(settings.toString() + settings.describe() + settings.displayAddresses())
        .contains("bob")
        .doesNotContain("s3cret")
        .doesNotContain("k3y");
    assertThat(settings.tls().orElseThrow().toString()).contains("/c", "***").doesNotContain("k3y");
    assertThat(BrokerUri.parse("uri", "amqps://bob:s3cret@h?certfile=/c&password=k3y").toString())
        .doesNotContain("s3cret")
        .doesNotContain("k3y");
  }

  @Test
  void addressesAreShownWithoutCredentials() {
    assertThat(settings("amqp://bob:pw@a:1/v?heartbeat=3,amqp://[::1]").displayAddresses())
        .isEqualTo("amqp://a:1,amqp://[::1]:5672");
  }

  @Test
  void oneLineDescribesTheSettings() {
    assertThat(
            BrokerProperties.NONE
                .withUri("amqp://bob:pw@a,amqp://b")
                .withShuffleAddresses(true)
                .withConnectionName("n")
                .toSettings()
                .describe())
        .isEqualTo(
            "amqp://a:5672,amqp://b:5672 in random order, virtual host '/', user 'bob', heartbeat"
                + " 10 s, connection timeout 10000 ms, connection name 'n'");
    assertThat(
            settings("amqps://a?heartbeat=0&auth_mechanism=external&verify=verify_none").describe())
        .isEqualTo(
            "amqps://a:5671, virtual host '/', SASL EXTERNAL, heartbeat off, connection timeout"
                + " 10000 ms, TLS certificate of the broker NOT verified");
    assertThat(settings("amqps://a?server_name_indication=disable").describe())
        .endsWith("TLS host name of the broker NOT verified");
    assertThat(settings("amqps://a").describe()).doesNotContain("NOT");
  }

  @Test
  void credentialsReplaceTheLoginAndNothingElse() {
    BrokerSettings before = settings("amqps://bob:pw@a/v?heartbeat=3&channel_max=4&certfile=/c");
    BrokerSettings after = before.withCredentials("eve", "x");
    assertThat(after)
        .isEqualTo(settings("amqps://eve:x@a/v?heartbeat=3&channel_max=4&certfile=/c"));
    assertThat(after.withCredentials("bob", "pw")).isEqualTo(before);
  }

  @Test
  void credentialsAreNotDroppedInFavourOfTheCertificate() {
    BrokerSettings before = settings("amqps://a?certfile=/c&auth_mechanism=external");
    assertThat(before.withCredentials("eve", "x").saslMechanism()).isEqualTo(SaslMechanism.PLAIN);
  }

  @Test
  void credentialsThatCannotBeSentAreRefused() {
    BrokerSettings settings = settings("amqp://a");
    assertRefused("userName", () -> settings.withCredentials(null, "s3cret"));
    assertRefused("password", () -> settings.withCredentials("eve", null));
    assertRefused("password", () -> settings.withCredentials("eve", "s3cret\u0000"));
    assertRefused("userName", () -> settings.withCredentials("eve\u0000", "s3cret"));
  }

  @Test
  void addressesAndTlsMustFit() {
    assertRefused("uri", () -> direct(List.of(), Optional.empty()));
    assertRefused(
        "uri",
        () -> direct(List.of(new BrokerAddress("h", 1, false)), Optional.of(TlsSettings.DEFAULT)));
    assertRefused("uri", () -> direct(List.of(new BrokerAddress("h", 1, true)), Optional.empty()));
    assertRefused("port", () -> new BrokerAddress("h", 0, true));
    assertRefused("port", () -> new BrokerAddress("h", 65536, true));
    assertRefused("host", () -> new BrokerAddress(" ", 1, true));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    List<BrokerAddress> a = List.of(new BrokerAddress("h", 1, false));
    assertRefused("heartbeat", () -> direct(a, -1, 1, 1));
    assertRefused("connectionTimeout", () -> direct(a, 0, 0, 1));
    assertRefused("channelMax", () -> direct(a, 0, 1, 0));
  }

  private static BrokerSettings direct(List<BrokerAddress> addresses, Optional<TlsSettings> tls) {
    return new BrokerSettings(
        addresses, false, "u", "p", "/", 1, 1, Optional.empty(), 1, tls, SaslMechanism.PLAIN);
  }

  private static BrokerSettings direct(
      List<BrokerAddress> addresses, int heartbeat, int timeout, int channelMax) {
    return new BrokerSettings(
        addresses,
        false,
        "u",
        "p",
        "/",
        heartbeat,
        timeout,
        Optional.empty(),
        channelMax,
        Optional.empty(),
        SaslMechanism.PLAIN);
  }

  private static void assertRefused(String property, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.property()).isEqualTo(property);
              assertThat(e.getMessage()).doesNotContain("s3cret");
            });
  }
}
