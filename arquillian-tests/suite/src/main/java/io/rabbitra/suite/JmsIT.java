package io.rabbitra.suite;

import static io.rabbitra.it.client.JmsApplication.Place.BEAN;
import static io.rabbitra.it.client.JmsApplication.Place.SERVLET;
import static io.rabbitra.it.client.JmsApplication.Place.SERVLET_COMMIT;
import static io.rabbitra.it.client.JmsApplication.Place.SERVLET_TRANSACTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.it.client.JmsApplication.Place;
import io.rabbitra.it.jms.Configured;
import io.rabbitra.it.jms.Definitions;
import io.rabbitra.it.jms.DurableSubscription;
import io.rabbitra.it.jms.Jndi;
import io.rabbitra.it.jms.Logins;
import io.rabbitra.it.jms.MessageTypes;
import io.rabbitra.it.jms.NativeDefinitions;
import io.rabbitra.it.jms.NativePublish;
import io.rabbitra.it.jms.ObjectToBean;
import io.rabbitra.it.jms.Reading;
import io.rabbitra.it.jms.ReplyingMdb;
import io.rabbitra.it.jms.RequestReply;
import io.rabbitra.it.jms.Send;
import io.rabbitra.it.jms.SendAndReceive;
import io.rabbitra.suite.support.Archives;
import io.rabbitra.suite.support.Fixture;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jakarta Messaging with factories and destinations of the server's configuration and of
 * annotations.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class JmsIT {

  private final String queue = "it.jms." + UUID.randomUUID();
  private Fixture fixture;

  @Deployment(name = "jms", testable = false)
  static Archive<?> jms() {
    return Archives.jms();
  }

  @BeforeEach
  void declareQueue() {
    fixture = new Fixture();
    fixture.admin().declareQueue(queue);
  }

  @AfterEach
  void deleteQueue() {
    fixture.admin().deleteQueue(queue);
  }

  @Test
  void factoriesAndDestinationsOfTheServersConfigurationWork() throws Exception {
    assertThat(
            run(
                BEAN,
                Configured.class,
                Jndi.POOLED,
                Jndi.QUEUES,
                Jndi.TOPICS,
                Jndi.DECLARED_QUEUE,
                Jndi.DECLARED_TOPIC))
        .containsExactly("null null " + Jndi.CLIENT_ID, "to the queue", "to the topic");
    assertThatThrownBy(() -> fixture.admin().declareQueue("it.declared"))
        .as("declared with the arguments of the admin object")
        .hasStackTraceContaining("x-max-priority");
  }

  @Test
  void factoriesAndDestinationsOfMessagingDefinitionsWork() throws Exception {
    assertThat(
            run(
                BEAN,
                Configured.class,
                Definitions.UNIFIED,
                Definitions.QUEUES,
                Definitions.TOPICS,
                Definitions.QUEUE,
                Definitions.TOPIC))
        .containsExactly("defined defined-queues defined-topics", "to the queue", "to the topic");
    assertThat(connectionsOf(Definitions.CONNECTION_NAME)).isNotEmpty();
    assertThatThrownBy(() -> fixture.admin().declareQueue("it.defined"))
        .hasStackTraceContaining("x-max-priority");
  }

  @Test
  void factoriesAndDestinationsOfConnectorDefinitionsWork() throws Exception {
    assertThat(run(BEAN, NativePublish.class, NativeDefinitions.FACTORY, queue))
        .containsExactly("published");
    assertThat(fixture.admin().readyMessages(queue)).isEqualTo(1);
    assertThat(run(BEAN, SendAndReceive.class, Jndi.POOLED, NativeDefinitions.QUEUE))
        .containsExactly("to it.administered");
  }

  @Test
  void nativeFactoryOfTheServersConfigurationPublishesInTheTransaction() throws Exception {
    run(SERVLET_TRANSACTION, NativePublish.class, Jndi.NATIVE, queue);
    assertThat(fixture.admin().readyMessages(queue)).isZero();
    run(SERVLET_COMMIT, NativePublish.class, Jndi.NATIVE, queue);
    assertThat(fixture.admin().readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void sendsOfATransactionLeaveWithItsCommit() throws Exception {
    run(SERVLET_TRANSACTION, Send.class, queue);
    assertThat(fixture.admin().readyMessages(queue)).as("rolled back").isZero();
    run(SERVLET_COMMIT, Send.class, queue);
    assertThat(fixture.admin().readyMessages(queue)).isEqualTo(2);
    run(SERVLET, Send.class, queue);
    assertThat(fixture.admin().readyMessages(queue)).as("without a transaction").isEqualTo(4);
  }

  @Test
  void injectedContextSendsAndReceives() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.jms().injected("injected", queue)).containsExactly("without");
    }
  }

  @Test
  void sendsOfInjectedContextsAreRolledBackAndTheirConnectionsGoBack() throws Exception {
    int moreThanThePoolHas = 25;
    for (int i = 0; i < moreThanThePoolHas; i++) {
      assertThat(fixture.jms().injected("injected-rollback", queue)).containsExactly("true 0");
    }
    assertThat(fixture.admin().readyMessages(queue)).isZero();
  }

  @Test
  void allTypesOfMessagesPassThroughThePool() throws Exception {
    assertThat(run(BEAN, MessageTypes.class, queue))
        .containsExactly("null 7", "text 7", "42 7", "3.14 7", "c 7", "socks 7");
  }

  @Test
  void objectsOfTheApplicationAreReadWithItsClassLoader() throws Exception {
    assertThat(run(SERVLET, ObjectToBean.class, ReplyingMdb.QUEUE)).containsExactly("re: hat");
  }

  @Test
  void durableSubscriptionOutlivesThePooledSessionAndBelongsToTheFactorysClientId()
      throws Exception {
    assertThat(run(BEAN, DurableSubscription.class, "it.durable." + UUID.randomUUID()))
        .containsExactly(
            Jndi.CLIENT_ID,
            "while away",
            "in use JMSException",
            "again InvalidDestinationException");
  }

  @Test
  void browserSelectorsAndDelaysWorkThroughThePool() throws Exception {
    assertThat(run(BEAN, Reading.class, queue))
        .containsExactly("browsed 2", "m1m3", "null", "m0m2", "late", "delayed true");
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "BEAN"})
  void replyOfABeanArrivesInATemporaryQueue(Place place) throws Exception {
    assertThat(run(place, RequestReply.class, "hello")).containsExactly("re: hello", "true");
  }

  @Test
  void loginOfTheServersStoreIsUsed() throws Exception {
    assertThat(run(BEAN, SendAndReceive.class, Jndi.SECURED, Jndi.DECLARED_QUEUE))
        .containsExactly("to it.declared");
  }

  @Test
  void wrongLoginIsRefusedByCreateConnectionAndLeavesNoConnection() throws Exception {
    assertLogins();
    List<String> connections = connectionsOf("logins");
    assertLogins();
    assertThat(connectionsOf("logins")).isEqualTo(connections);
  }

  private void assertLogins() throws Exception {
    assertThat(run(BEAN, Logins.class, Jndi.LOGINS))
        .containsExactly(
            "nothing",
            "JMSSecurityException",
            "JMSSecurityRuntimeException",
            "JMSSecurityException",
            "JMSSecurityException");
  }

  private List<String> connectionsOf(String connectionName) {
    return fixture.admin().connections().stream()
        .map(ConnectionInfo::name)
        .filter(name -> name.startsWith(connectionName + " "))
        .toList();
  }

  private List<String> run(
      Place place, Class<? extends io.rabbitra.it.jms.Check> check, String... words)
      throws Exception {
    return fixture.jms().run(place, check, String.join(" ", words));
  }
}
