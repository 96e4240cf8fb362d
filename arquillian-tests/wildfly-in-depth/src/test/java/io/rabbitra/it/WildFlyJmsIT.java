package io.rabbitra.it;

import static io.rabbitra.it.client.JmsApplication.Place.BEAN;
import static io.rabbitra.it.client.JmsApplication.Place.BEAN_TRANSACTION;
import static io.rabbitra.it.client.JmsApplication.Place.SERVLET;
import static io.rabbitra.it.client.JmsApplication.Place.SERVLET_TRANSACTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.ConnectionInfo;
import io.rabbitra.harness.QueueInfo;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.client.JmsApplication;
import io.rabbitra.it.client.JmsApplication.Place;
import io.rabbitra.it.jms.Configured;
import io.rabbitra.it.jms.Definitions;
import io.rabbitra.it.jms.DistrustingMdb;
import io.rabbitra.it.jms.DurableSubscription;
import io.rabbitra.it.jms.ForbiddenMethods;
import io.rabbitra.it.jms.HoldingBean;
import io.rabbitra.it.jms.Jndi;
import io.rabbitra.it.jms.Logins;
import io.rabbitra.it.jms.ManyHandles;
import io.rabbitra.it.jms.MessageTypes;
import io.rabbitra.it.jms.ObjectToBean;
import io.rabbitra.it.jms.Reading;
import io.rabbitra.it.jms.ReplyingMdb;
import io.rabbitra.it.jms.RequestReply;
import io.rabbitra.it.jms.SecondSession;
import io.rabbitra.it.jms.SessionArguments;
import io.rabbitra.it.jms.UntrustedObject;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.JmsSetup;
import io.rabbitra.it.support.TestEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jakarta Messaging as applications in WildFly use it (chapter 12). */
@ExtendWith(ArquillianExtension.class)
@ServerSetup({AdapterSetup.class, JmsSetup.class})
@RunAsClient
class WildFlyJmsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ArquillianResource private RabbitBroker broker;

  private final JmsApplication application = new JmsApplication(TestEnvironment.uri());
  private final String queue = "it.jms." + UUID.randomUUID();
  private BrokerAdmin admin;

  @Deployment(name = "adapter", order = 1, testable = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "jms", order = 2, testable = false)
  static Archive<?> jms() {
    return Archives.jms();
  }

  @BeforeEach
  void declareQueue() {
    admin = new BrokerAdmin(broker);
    admin.declareQueue(queue);
    admin.declareQueue(HoldingBean.QUEUE);
  }

  @AfterEach
  void deleteQueue() {
    admin.deleteQueue(queue);
  }

  @Test
  void factoriesAndDestinationsOfTheServersConfigurationWork() throws Exception {
    assertThat(
            application.run(
                BEAN,
                Configured.class,
                String.join(
                    " ",
                    Jndi.POOLED,
                    Jndi.QUEUES,
                    Jndi.TOPICS,
                    Jndi.DECLARED_QUEUE,
                    Jndi.DECLARED_TOPIC)))
        .containsExactly("null null " + Jndi.CLIENT_ID, "to the queue", "to the topic");
    assertThatThrownBy(() -> admin.declareQueue("it.declared"))
        .as("declared with the arguments of the admin object")
        .hasStackTraceContaining("x-max-priority");
  }

  @Test
  void factoriesAndDestinationsOfAnnotationsWork() throws Exception {
    assertThat(
            application.run(
                BEAN,
                Configured.class,
                String.join(
                    " ",
                    Definitions.UNIFIED,
                    Definitions.QUEUES,
                    Definitions.TOPICS,
                    Definitions.QUEUE,
                    Definitions.TOPIC)))
        .containsExactly("defined defined-queues defined-topics", "to the queue", "to the topic");
    assertThatThrownBy(() -> admin.declareQueue("it.defined"))
        .hasStackTraceContaining("x-max-priority");
  }

  @ParameterizedTest
  @EnumSource
  void methodsForTheContainerAreRefused(Place place) throws Exception {
    assertThat(application.run(place, ForbiddenMethods.class, queue))
        .hasSize(23)
        .allSatisfy(line -> assertThat(line).matches("\\w+ IllegalState(Runtime)?Exception"));
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET_TRANSACTION", "BEAN_TRANSACTION"})
  void sessionArgumentsAreIgnoredInATransactionOfTheContainer(Place place) throws Exception {
    assertThat(application.run(place, SessionArguments.class, ""))
        .hasSize(18)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(".*: true 0 TransactionInProgress\\w* TransactionInProgress\\w*"));
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "BEAN"})
  void sessionArgumentsAreIgnoredButDupsOk(Place place) throws Exception {
    assertThat(application.run(place, SessionArguments.class, "domains"))
        .hasSize(22)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        ".*[, ]?3: false 3 IllegalState\\w* IllegalState\\w*"
                            + "|.*: false 1 IllegalState\\w* IllegalState\\w*"));
  }

  @ParameterizedTest
  @EnumSource
  void connectionHasOneSessionAtATime(Place place) throws Exception {
    assertThat(application.run(place, SecondSession.class, queue))
        .containsExactly(
            "second IllegalStateException",
            "after close IllegalStateException",
            "session of closed connection IllegalStateException",
            "producer IllegalStateException",
            "createSession IllegalStateException");
    assertThat(admin.readyMessages(queue)).isEqualTo(place == SERVLET_TRANSACTION ? 0 : 3);
  }

  @Test
  void allTypesOfMessagesPassThroughThePool() throws Exception {
    assertThat(application.run(BEAN, MessageTypes.class, queue))
        .containsExactly("null 7", "text 7", "42 7", "3.14 7", "c 7", "socks 7");
  }

  @Test
  void objectsAreReadWhereTheirClassesAreTrustedOnly() throws Exception {
    assertThat(application.run(SERVLET, UntrustedObject.class, queue))
        .containsExactly("mine", "MessageFormatException");
    assertThat(application.run(SERVLET, ObjectToBean.class, ReplyingMdb.QUEUE))
        .containsExactly("re: hat");
    assertThat(application.run(SERVLET, ObjectToBean.class, DistrustingMdb.QUEUE))
        .containsExactly("MessageFormatException");
  }

  @Test
  void durableSubscriptionOutlivesThePooledSessionAndBelongsToTheFactorysClientId()
      throws Exception {
    assertThat(application.run(BEAN, DurableSubscription.class, "it.durable." + UUID.randomUUID()))
        .containsExactly(
            Jndi.CLIENT_ID,
            "while away",
            "in use JMSException",
            "again InvalidDestinationException");
  }

  @Test
  void browserSelectorsAndDelaysWorkThroughThePool() throws Exception {
    assertThat(application.run(BEAN, Reading.class, queue))
        .containsExactly("browsed 2", "m1m3", "null", "m0m2", "late", "delayed true");
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVLET", "BEAN"})
  void replyOfABeanArrivesInATemporaryQueue(Place place) throws Exception {
    assertThat(application.run(place, RequestReply.class, "hello"))
        .containsExactly("re: hello", "true");
  }

  @Test
  void returnedHandlesLeaveNothingOnTheBroker() throws Exception {
    application.run(BEAN_TRANSACTION, ManyHandles.class, "1");
    List<String> queues = queues();
    int channels = poolChannels();

    application.run(BEAN_TRANSACTION, ManyHandles.class, "10");

    await().atMost(LIMIT).untilAsserted(() -> assertThat(queues()).isEqualTo(queues));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(poolChannels()).isLessThanOrEqualTo(channels));
  }

  @Test
  void wrongLoginIsRefusedByCreateConnectionAndLeavesNoConnection() throws Exception {
    assertThat(application.run(BEAN, Logins.class, Jndi.LOGINS))
        .containsExactly(
            "nothing",
            "JMSSecurityException",
            "JMSSecurityRuntimeException",
            "JMSSecurityException",
            "JMSSecurityException");
    assertThat(connections("logins "))
        .as("one with the application's login, one with the configured one")
        .hasSize(2);
  }

  @Test
  void sessionKeptByABeanWorksInEveryCall() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(application.exchange("call " + i)).isEqualTo("call " + i);
    }
  }

  @Test
  void injectedContextSendsAndReceives() throws Exception {
    assertThat(application.injected("injected", queue)).containsExactly("without");
  }

  @Test
  void sendsOfInjectedContextsAreRolledBackAndTheirConnectionsGoBack() throws Exception {
    int moreThanThePoolHas = 25;
    for (int i = 0; i < moreThanThePoolHas; i++) {
      assertThat(application.injected("injected-rollback", queue)).containsExactly("true 0");
    }
    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void injectedContextRefusesWhatTheContainerDoes() throws Exception {
    assertThat(application.injected("injected-forbidden", queue))
        .hasSize(10)
        .allSatisfy(line -> assertThat(line).endsWith(" IllegalStateRuntimeException"));
  }

  private List<String> queues() {
    return admin.queues().stream().map(QueueInfo::name).sorted().toList();
  }

  private int poolChannels() {
    return connections("rabbitra ").stream()
        .filter(connection -> connection.name().endsWith(" pool"))
        .mapToInt(ConnectionInfo::channels)
        .sum();
  }

  private List<ConnectionInfo> connections(String prefix) {
    return admin.connections().stream()
        .filter(connection -> connection.name().startsWith(prefix))
        .toList();
  }
}
