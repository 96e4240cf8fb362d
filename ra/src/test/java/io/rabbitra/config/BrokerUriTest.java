package io.rabbitra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Property {@code uri} as the RabbitMQ URI specification and its query parameters page say. */
class BrokerUriTest {
  private static BrokerUri parse(String uri) {
    return BrokerUri.parse("uri", uri);
  }

  private static BrokerAddress only(String uri) {
    assertThat(parse(uri).addresses()).hasSize(1);
    return parse(uri).addresses().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "amqp://user:pass@host:10000/vhost, user, pass, host, 10000, vhost",
        "amqp://user%61:%61pass@ho%61st:10000/v%2fhost, usera, apass, hoast, 10000, v/host",
        "amqp://:@host/, '', '', host, 5672, ''",
        "amqp://@host, '', -, host, 5672, -",
        "amqp://user@host, user, -, host, 5672, -",
        "amqp://user:@host, user, '', host, 5672, -",
        "amqp://user:pass@host, user, pass, host, 5672, -",
        "amqp://host, -, -, host, 5672, -",
        "amqp://host/, -, -, host, 5672, ''",
        "amqp://host/%2f, -, -, host, 5672, /",
        "amqp://host/a:b, -, -, host, 5672, a:b",
        "amqp://host?, -, -, host, 5672, -",
        "AMQP://host, -, -, host, 5672, -",
        "amqps://host, -, -, host, 5671, -",
        "amqps://host:1, -, -, host, 1, -",
        "amqp://host:65535, -, -, host, 65535, -",
        "amqp://my_broker_1:5673, -, -, my_broker_1, 5673, -",
        "amqp://127.0.0.1, -, -, 127.0.0.1, 5672, -",
        "amqp://[::1], -, -, ::1, 5672, -",
        "amqps://u:p@[2001:db8::a]:5/v, u, p, 2001:db8::a, 5, v",
        "amqp://[fe80::1%25eth0]:7, -, -, fe80::1%eth0, 7, -",
        "amqp://%E2%82%AC:p%40%2F%3A%25@host, €, p@/:%, host, 5672, -",
        "amqp://u+v:a+b!$&'@host, u+v, a+b!$&', host, 5672, -",
      })
  void componentsAreThoseOfTheSpecification(
      String uri, String user, String password, String host, int port, String virtualHost) {
    BrokerUri parsed = parse(uri);
    assertThat(parsed.userName()).isEqualTo(user);
    assertThat(parsed.password()).isEqualTo(password);
    assertThat(parsed.virtualHost()).isEqualTo(virtualHost);
    assertThat(parsed.addresses())
        .containsExactly(new BrokerAddress(host, port, uri.startsWith("amqps")));
  }

  @Test
  void listKeepsItsOrderAndTakesLoginVirtualHostAndQueryOfTheFirst() {
    BrokerUri parsed = parse("amqp://u:p@a/v?heartbeat=3 ,\n amqp://b:5673, amqp://u:p@[::1]/v");
    assertThat(parsed.addresses())
        .containsExactly(
            new BrokerAddress("a", 5672, false),
            new BrokerAddress("b", 5673, false),
            new BrokerAddress("::1", 5672, false));
    assertThat(parsed.userName()).isEqualTo("u");
    assertThat(parsed.password()).isEqualTo("p");
    assertThat(parsed.virtualHost()).isEqualTo("v");
    assertThat(parsed.query().heartbeat()).isEqualTo(3);
  }

  @Test
  void commaInsideAPasswordDoesNotSeparateEntries() {
    BrokerUri parsed = parse("amqp://u:a,b@x,amqp://y");
    assertThat(parsed.password()).isEqualTo("a,b");
    assertThat(parsed.addresses()).extracting(BrokerAddress::host).containsExactly("x", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://u:p@a,amqp://u:q@b | user info",
        "amqp://u:p@a,amqp://v:p@b | user info",
        "amqp://u:p@a,amqp://u@b | user info",
        "amqp://u@a,amqp://u:p@b | user info",
        "amqp://a,amqp://u:p@b | user info",
        "amqp://a/v,amqp://b/w | virtual host",
        "amqp://a,amqp://b/w | virtual host",
        "amqp://a/v,amqp://b/ | virtual host",
        "amqp://a?heartbeat=1,amqp://b?heartbeat=2 | parameters",
        "amqp://a,amqp://b?heartbeat=2 | parameters",
        "amqps://a?verify=verify_none,amqps://b?verify=verify_peer | parameters",
        "amqp://a,amqps://b | all amqp:// or all amqps://",
        "amqps://a,amqp://b | all amqp:// or all amqps://",
      })
  void listThatContradictsItselfIsRefused(String uri, String why) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> parse(uri))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.property()).isEqualTo("uri"));
  }

  @Test
  void queryParametersAreRead() {
    UriQuery query =
        parse(
                "amqps://h?heartbeat=7&connection_timeout=1500&channel_max=33&auth_mechanism=EXTERNAL"
                    + "&cacertfile=/etc/ca.pem&certfile=/etc/my%20cert.pem&keyfile=/etc/key.pem"
                    + "&password=k%26y&verify=verify_none&server_name_indication=broker")
            .query();
    assertThat(query)
        .isEqualTo(
            new UriQuery(
                7,
                1500,
                33,
                SaslMechanism.EXTERNAL,
                new TlsSettings(
                    "/etc/ca.pem", "/etc/my cert.pem", "/etc/key.pem", "k&y", false, "broker")));
  }

  @Test
  void plusInAQueryIsAPlus() {
    assertThat(parse("amqps://h?cacertfile=/c++/ca").query().tls().caCertFile())
        .isEqualTo("/c++/ca");
  }

  @Test
  void tlsVerifiesChainAndHostNameUnlessToldOtherwise() {
    TlsSettings tls = parse("amqps://h").query().tls();
    assertThat(tls).isEqualTo(TlsSettings.DEFAULT);
    assertThat(tls.verifyPeer()).isTrue();
    assertThat(tls.verifiesHostName()).isTrue();
    assertThat(tls.sendsServerName()).isTrue();
    assertThat(parse("amqps://h?verify=verify_none").query().tls().verifiesHostName()).isFalse();
    assertThat(parse("amqps://h?verify=verify_peer").query().tls()).isEqualTo(TlsSettings.DEFAULT);
    assertThat(parse("amqp://h").query().tls()).isNull();
  }

  @Test
  void disabledServerNameIsNotSentAndNotVerified() {
    TlsSettings tls = parse("amqps://h?server_name_indication=disable").query().tls();
    assertThat(tls.sendsServerName()).isFalse();
    assertThat(tls.verifyPeer()).isTrue();
    assertThat(tls.verifiesHostName()).isFalse();
  }

  @Test
  void privateKeyMayBeInTheFileOfTheCertificate() {
    TlsSettings tls = parse("amqps://h?certfile=/both.pem&password=x").query().tls();
    assertThat(tls.keyFile()).isEqualTo("/both.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "plain, PLAIN",
    "PLAIN, PLAIN",
    "external, EXTERNAL",
    "External, EXTERNAL",
    "amqplain&auth_mechanism=external, EXTERNAL",
    "plain&auth_mechanism=amqplain, PLAIN",
    "external&auth_mechanism=plain, EXTERNAL",
    "plain&auth_mechanism=external, PLAIN",
  })
  void firstSupportedMechanismIsTaken(String mechanisms, SaslMechanism expected) {
    assertThat(parse("amqp://h?auth_mechanism=" + mechanisms).query().saslMechanism())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://h?heartbeat=-1 | 'heartbeat' is '-1'; allowed are whole seconds from 0",
        "amqp://h?heartbeat=65536 | 'heartbeat' is '65536'",
        "amqp://h?heartbeat=%2B5 | 'heartbeat' is '+5'",
        "amqp://h?heartbeat=99999999999 | 'heartbeat'",
        "amqp://h?heartbeat= | 'heartbeat' has no value",
        "amqp://h?heartbeat | name=value",
        "amqp://h?=5 | name=value",
        "amqp://h?heartbeat=5& | name=value",
        "amqp://h?heartbeat=5&&channel_max=3 | name=value",
        "amqp://h?heartbeat=5&heartbeat=5 | 'heartbeat' is there twice",
        "amqp://h?connection_timeout=0 | 'connection_timeout' is '0'; allowed are whole millis",
        "amqp://h?channel_max=0 | 'channel_max' is '0'; allowed is a whole number from 1",
        "amqp://h?channel_max=65536 | 'channel_max' is '65536'",
        "amqp://h?Heartbeat=5 | unknown parameter 'Heartbeat'; allowed are heartbeat,",
        "amqp://h?frobnicate=yes | unknown parameter 'frobnicate'; allowed are heartbeat,",
        "amqp://h?amp;heartbeat=5 | unknown parameter 'amp;heartbeat'",
        "amqp://h?auth_mechanism=amqplain | amqplain, which is not supported; allowed are plain",
        "amqp://h?auth_mechanism=scram | 'scram'; allowed are plain and external",
        "amqp://h?auth_mechanism=plain&auth_mechanism=scram | 'scram'; allowed are plain",
        "amqps://h?verify=no | 'verify' is 'no'; allowed are verify_peer and verify_none",
        "amqps://h?verify=verify_peer&verify=verify_none | 'verify' is there twice",
        "amqps://h?keyfile=/k | 'keyfile' is allowed together with 'certfile'",
        "amqps://h?password=k | 'password' is the one of the private key",
        "amqps://h?fail_if_no_peer_cert=true | 'fail_if_no_peer_cert' is an option of a TLS server",
        "amqps://h?depth=2 | 'depth' is not supported",
        "amqp://h?frame_max=4096 | 'frame_max' is not supported",
        "amqps://h?customize_hostname_check=https | 'customize_hostname_check' is not supported",
        "amqp://h?verify=verify_none | 'verify' is allowed with amqps:// only",
        "amqp://h?cacertfile=/c | 'cacertfile' is allowed with amqps:// only",
        "amqp://h?certfile=/c | 'certfile' is allowed with amqps:// only",
        "amqp://h?keyfile=/c | 'keyfile' is allowed with amqps:// only",
        "amqp://h?password=c | 'password' is allowed with amqps:// only",
        "amqp://h?server_name_indication=c | 'server_name_indication' is allowed with amqps://",
      })
  void wrongParameterIsRefusedByName(String uri, String why) {
    assertRefused(uri, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h | allowed is amqp://",
        "h:5672 | allowed is amqp://",
        "amqp:h | allowed is amqp://",
        "amqp:/h | allowed is amqp://",
        "amqp://h,http://g | allowed is amqp://",
        "amqp://h/v#f | allowed is amqp://",
        ",amqp://h | allowed is amqp://",
        "amqp:// | host is missing",
        "amqp:///v | host is missing",
        "amqp://u:p@ | host is missing",
        "amqp://:5672 | host is missing",
        "amqp://h: | port",
        "amqp://h:0 | port",
        "amqp://h:65536 | port",
        "amqp://h:-1 | port",
        "amqp://h:5672:5673 | port",
        "amqp://h:x | port",
        "amqp://a:1,b:2 | port",
        "amqp://a,b | host name",
        "amqp://-a | host name",
        "amqp://a b | the host",
        "amqp://a%00b | host name",
        "amqp://a, | host name",
        "amqp://::1 | host",
        "amqp://[::1 | host",
        "amqp://[::1]x | host",
        "amqp://[] | IPv6",
        "amqp://[::g] | IPv6",
        "amqp://[1.2.3.4] | IPv6",
        "amqp://[1:2] | IPv6",
        "amqp://[fe80::1%eth0] | zone",
        "amqp://h/a/b | virtual host",
        "amqp://h/a b | virtual host",
        "amqp://h/%0a | virtual host: control characters",
        "amqp://h/%2 | virtual host has a '%'",
        "amqp://h/%zz | virtual host has a '%'",
        "amqp://h/%ff | virtual host are not UTF-8",
        "amqp://u%:p@h | user info has a '%'",
        "amqp://u:p:q@h | %3A",
        "amqp://u:p@q@h | '@' is allowed once, behind the user info",
        "amqp://h/v@w | '@' is allowed once, behind the user info",
        "amqp://u:p@h/v@w | '@' is allowed once, behind the user info",
        "amqp://u:%00@h | NUL",
        "amqp://u%0a:p@h | user name: control characters",
        "amqp://u:pä@h | user info has a character that must be percent-encoded",
        "amqps://h?cacertfile=%4 | 'cacertfile' has a '%'",
      })
  void malformedUriIsRefusedSayingWhatIsAllowed(String uri, String why) {
    assertRefused(uri, why);
  }

  @Test
  void virtualHostLongerThanAnAmqpShortStringIsRefused() {
    assertThat(parse("amqp://h/" + "v".repeat(255)).virtualHost()).hasSize(255);
    assertRefused("amqp://h/" + "v".repeat(256), "255");
  }

  @Test
  void errorShowsTheUriWithoutItsUserInfo() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> parse("amqp://bob:pw@one:1/v,amqp://two:99999"))
        .withMessageStartingWith("uri = amqp://***@one:1/v,amqp://two:99999: the port");
  }

  @Test
  void errorOnOneLineOnly() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> parse("amqp://h/a\nFATAL forged"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp://user:s3cret@",
        "amqp://user:s3cret",
        "amqp://user:1s3cret",
        "amqp://user:s3cret/vhost",
        "amqps://password=s3cret",
        "amqp://user:s3cret@host:notaport",
        "amqp://user:s3cret@host:70000",
        "amqp://user:s3cret@ho st",
        "amqp://user:s3cret@[::1",
        "amqp://user:s3cret@[:x]",
        "amqp://user:s3cret@host/a/b",
        "amqp://user:s3cret@host?what=1",
        "amqp://user:s3cret@host?heartbeat=x",
        "amqp://user:s3cret@host?heartbeat",
        "amqp://user:s3cret@host#f",
        "amqp://user:s3cret%@host",
        "amqp://user:s3cret%zz@host",
        "amqp://user:s3cret%ff@host",
        "amqp://user:s3cret%00@host",
        "amqp://user:s3cret:x@host",
        "amqp://user:x:s3cret@host",
        "amqp://user:s3cret@x@host",
        "amqp://user:x@s3cret@host",
        "amqp://user:x@s3cret/y@host",
        "amqp://user:s3cret/x@host",
        "amqp://user:x/s3cret@host",
        "amqp://user:12/s3cret@host",
        "amqp://user:x?s3cret@host",
        "amqp://user:12?s3cret@host",
        "amqp://user:12?s3cret",
        "amqp://user:12?a=s3cret@host",
        "amqp://user:x#s3cret@host",
        "amqp://user:12#s3cret",
        "amqp://user:s3cret^@host",
        "amqp://user:s3 s3cret@host",
        "amqp://user:[s3cret]@host",
        "amqp://user:s3cret\n@host",
        "amqp://user:a,s3cret@host:x",
        "amqp://user:a,amqp://s3cret@host",
        "amqp://user:s3cret,http://x@host",
        "amqp://user:p,s3cret://x@host",
        "http://user:s3cret@host",
        "amqp:/user:s3cret@host",
        "user:s3cret@host",
        "s3cret",
        "amqps:user:s3cret@host",
        "amqp://a,amqp://user:s3cret@b",
        "amqp://user:other@a,amqp://user:s3cret@b",
        "amqp://user:s3cret@a,amqps://user:s3cret@b",
        "amqps://h?certfile=/c&password=s3cret&foo=1",
        "amqps://h?certfile=/c&password=x&s3cret=1",
        "amqps://h?certfile=/c&password=x&s3cret",
        "amqps://h?certfile=/c&password=s3cret&password=s3cret",
        "amqps://h?certfile=/c&password=s3cret%",
        "amqps://h?certfile=/c&password=s3cret%ff",
        "amqps://h?certfile=/c&password=s3cret#",
        "amqps://h?certfile=/c&password=s3cret@x",
        "amqps://h?certfile=/c&password=^s3cret",
        "amqps://h?certfile=/c&password=x@s3cret",
        "amqps://u:p@h?certfile=/c&password=x@s3cret",
        "amqps://h/v?certfile=/c&password=x#s3cret",
        "amqps://h?password=s3cret",
        "amqp://h?password=s3cret",
        "amqp://h?passwd=s3cret",
        "amqps://h?certfile=/c&password=s3cret,amqps://g?certfile=/c&password=x",
      })
  void passwordIsInNoError(String uri) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> BrokerProperties.NONE.withUri(uri))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("s3cret");
              }
              assertThat(e.getSuppressed()).isEmpty();
            });
  }

  @Test
  void passwordIsInNoErrorWhereverACharacterIsMistyped() {
    String good = "amqps://user:s3cret@host:5671/v?certfile=/c&password=s3cret&heartbeat=5";
    int refused = 0;
    for (String odd :
        List.of("", "@", ":", "/", "?", "#", "%", "&", " ", ",", "[", "\u0000", "=")) {
      for (int i = 0; i <= good.length(); i++) {
        if (insideSecret(good, i)) {
          continue;
        }
        String bad = good.substring(0, i) + odd + good.substring(Math.min(i + 1, good.length()));
        try {
          parse(bad);
        } catch (InvalidConfigurationException e) {
          refused++;
          assertThat(e.getMessage()).as(bad).doesNotContain("s3cret");
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static boolean insideSecret(String text, int position) {
    int first = text.indexOf("s3cret");
    int last = text.lastIndexOf("s3cret");
    return (position >= first && position < first + 6) || (position >= last && position < last + 6);
  }

  @Test
  void addressIsShownInItsUriForm() {
    assertThat(only("amqps://u:p@[::1]/v")).hasToString("amqps://[::1]:5671");
    assertThat(only("amqp://u:p@h:7")).hasToString("amqp://h:7");
  }

  private static void assertRefused(String uri, String why) {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> parse(uri))
        .withMessageContaining(why)
        .withMessageStartingWith("uri = ")
        .satisfies(e -> assertThat(e.property()).isEqualTo("uri"));
  }
}
