package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.AmqpException;
import io.rabbitra.config.InvalidConfigurationException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;

class FactoriesTest {

  private final RabbitManagedConnectionFactory factory = configured();

  @Test
  void factoriesAreEqualByConfiguration() {
    RabbitManagedConnectionFactory other = configured();
    assertThat(other).isEqualTo(factory).hasSameHashCodeAs(factory);

    other.setPrefetch(9);
    assertThat(other).isNotEqualTo(factory);
    other = configured();
    other.setConfirmTimeout(1);
    assertThat(other).isNotEqualTo(factory);
    other = configured();
    other.setClientId("x");
    assertThat(other).isNotEqualTo(factory);
    other = configured();
    other.setAllowLocalTransactions(true);
    assertThat(other).isNotEqualTo(factory);
    other = configured();
    other.setVirtualHost("/other");
    assertThat(other).isNotEqualTo(factory);
  }

  @Test
  void whatAPoolWrapsIsSaidForWhatItIs() {
    ResourceException login =
        new ResourceException("no connection", new SecurityException("no credential"));
    assertThat(PoolConnectionSource.translated(login).reason())
        .isEqualTo(AmqpException.Reason.AUTHENTICATION);
    assertThat(PoolSessionSource.translated(login)).isInstanceOf(JMSSecurityException.class);
    ResourceException property =
        new ResourceException("no connection", new InvalidPropertyException("uri"));
    assertThat(PoolConnectionSource.translated(property).reason())
        .isEqualTo(AmqpException.Reason.OTHER);
    assertThat(PoolConnectionSource.translated(new ResourceException("exhausted")).reason())
        .isEqualTo(AmqpException.Reason.UNAVAILABLE);
  }

  @Test
  void connectionFactoryIsTheSameAfterSerialization() throws Exception {
    Object connections = factory.createConnectionFactory();

    Object copy = copyOf(connections);

    assertThat(copy).isEqualTo(connections).hasSameHashCodeAs(connections);
    assertThat(copyOf(factory)).isEqualTo(factory);
  }

  @Test
  void nativeFactoriesAreEqualByConfigurationAndSerializable() throws Exception {
    AmqpManagedConnectionFactory natives = new AmqpManagedConnectionFactory();
    natives.setUri("amqp://broker");
    AmqpManagedConnectionFactory other = new AmqpManagedConnectionFactory();
    other.setUri("amqp://broker");
    RabbitManagedConnectionFactory ofJms = new RabbitManagedConnectionFactory();
    ofJms.setUri("amqp://broker");

    assertThat(other).isEqualTo(natives).hasSameHashCodeAs(natives);
    assertThat(natives).isNotEqualTo(ofJms);
    Object connections = natives.createConnectionFactory();
    assertThat(copyOf(connections)).isEqualTo(connections).hasSameHashCodeAs(connections);
    other.setConfirmTimeout(1);
    assertThat(other).isNotEqualTo(natives);
    assertThat(other.createConnectionFactory()).isNotEqualTo(connections);
    assertThatThrownBy(() -> other.setConfirmTimeout(0)).hasMessageContaining("confirmTimeout");
  }

  @Test
  void subjectHasPrecedenceOverTheApplication() throws Exception {
    Subject subject = subject(factory, "container");

    assertThat(Login.of(factory, subject, info("application")).userName()).isEqualTo("container");
    assertThat(Login.of(factory, null, info("application")).userName()).isEqualTo("application");
    assertThat(Login.of(factory, new Subject(), info("application")).userName())
        .isEqualTo("application");
    assertThat(Login.of(factory, null, null)).isNull();
  }

  @Test
  void credentialWithoutUserNameIsNone() throws Exception {
    assertThat(Login.of(factory, subject(factory, ""), null)).isNull();
    assertThat(Login.of(factory, subject(factory, ""), info("application")).userName())
        .isEqualTo("application");
  }

  @Test
  void subjectWithCredentialsForAnotherFactoryOnlyIsRefused() {
    RabbitManagedConnectionFactory other = configured();
    other.setPrefetch(9);

    assertThatThrownBy(() -> Login.of(factory, subject(other, "x"), null))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void loginDoesNotShowItsPassword() {
    assertThat(new Login("me", "geheim").toString()).contains("me").doesNotContain("geheim");
  }

  @Test
  void requestsAreEqualByValue() {
    assertThat(info("a")).isEqualTo(info("a")).hasSameHashCodeAs(info("a"));
    assertThat(info("a")).isNotEqualTo(info("b"));
    assertThat(new RabbitConnectionRequestInfo(null)).isNotEqualTo(info("b"));
  }

  @Test
  void emptySetHasNoMatchAndNoInvalidConnection() throws Exception {
    assertThat(factory.matchManagedConnections(Set.of(), null, null)).isNull();
    assertThat(factory.getInvalidConnections(Set.of("of another adapter"))).isEmpty();
    assertThat(factory.getTransactionSupport()).isEqualTo(TransactionSupportLevel.LocalTransaction);
  }

  @Test
  void wrongValuesNameTheirProperty() {
    assertThatThrownBy(() -> factory.setPrefetch(0))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("prefetch = 0");
    assertThatThrownBy(() -> factory.setAllowLocalTransactions(null))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("allowLocalTransactions = null");
    assertThatThrownBy(() -> factory.setConfirmTimeout(-1)).hasMessageContaining("confirmTimeout");
    assertThatThrownBy(() -> factory.setHeartbeat(-1)).hasMessageContaining("heartbeat");
  }

  private static RabbitManagedConnectionFactory configured() {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri("amqp://broker");
    factory.setUser("me");
    factory.setPassword("geheim");
    return factory;
  }

  private static RabbitConnectionRequestInfo info(String user) {
    return new RabbitConnectionRequestInfo(new Login(user, "p"));
  }

  private static Subject subject(RabbitManagedConnectionFactory of, String user) {
    PasswordCredential credential = new PasswordCredential(user, "p".toCharArray());
    credential.setManagedConnectionFactory(of);
    Subject subject = new Subject();
    subject.getPrivateCredentials().add(credential);
    return subject;
  }

  private static Object copyOf(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
