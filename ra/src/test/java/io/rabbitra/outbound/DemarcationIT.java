package io.rabbitra.outbound;

import static jakarta.resource.spi.ConnectionEvent.CONNECTION_CLOSED;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_COMMITTED;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.resource.spi.LocalTransactionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local transactions that the application demarcates, and what the container hears of them. */
class DemarcationIT extends UnitTestBase {

  private String queue;

  DemarcationIT(RabbitBroker broker) {
    super(broker);
    factory.setAllowLocalTransactions(true);
  }

  @BeforeEach
  void queueOfTheTest() {
    queue = queue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "amqp"})
  void eachTransactionStartsAndEndsOnce(String txMode) throws Exception {
    factory.setTxMode(txMode);
    open();
    try (Connection connection = connections.createConnection()) {
      connection.start();
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      assertThat(session.getTransacted()).isTrue();
      session.commit();
      assertThat(events).isEmpty();

      send(session, queue, "a", "b");
      assertThat(admin.readyMessages(queue)).isZero();
      session.commit();
      assertThat(admin.readyMessages(queue)).isEqualTo(2);
      assertThat(eventIds())
          .containsExactly(LOCAL_TRANSACTION_STARTED, LOCAL_TRANSACTION_COMMITTED);
      assertThat(events.get(0).getConnectionHandle()).isSameAs(session);

      events.clear();
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
      assertThat(consumer.receive(SECONDS_5)).isNotNull();
      send(session, queue, "c");
      session.rollback();
      session.rollback();
      assertThat(eventIds())
          .containsExactly(LOCAL_TRANSACTION_STARTED, LOCAL_TRANSACTION_ROLLEDBACK);
      consumer.close();
    }
    awaitReady(queue, 2);
  }

  @Test
  void closeRollsBack() throws Exception {
    open();
    admin.publish(queue, "a");
    try (Connection connection = connections.createConnection()) {
      connection.start();
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      session.createConsumer(session.createQueue(queue)).receive(SECONDS_5);
      send(session, queue, "b");
    }

    assertThat(eventIds())
        .containsExactly(
            LOCAL_TRANSACTION_STARTED, LOCAL_TRANSACTION_ROLLEDBACK, CONNECTION_CLOSED);
    awaitReady(queue, 1);
  }

  @Test
  void failedCommitIsARollback() throws Exception {
    open();
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, "nowhere-" + queue, "a");
      assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
    }
    assertThat(eventIds())
        .containsExactly(
            LOCAL_TRANSACTION_STARTED, LOCAL_TRANSACTION_ROLLEDBACK, CONNECTION_CLOSED);
  }

  @Test
  void containersTransactionWaitsForTheEndOfTheApplications() throws Exception {
    open();
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, queue, "a");
      assertThatThrownBy(transaction::begin)
          .isInstanceOf(LocalTransactionException.class)
          .hasMessageContaining("neither committed nor rolled back");
      session.commit();
      events.clear();

      transaction.begin();
      send(session, queue, "b");
      assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
      assertThat(admin.readyMessages(queue)).isEqualTo(1);
      transaction.commit();

      assertThat(admin.readyMessages(queue)).isEqualTo(2);
      assertThat(events).isEmpty();
      send(session, queue, "c");
      session.commit();
      assertThat(eventIds())
          .containsExactly(LOCAL_TRANSACTION_STARTED, LOCAL_TRANSACTION_COMMITTED);
    }
    assertThat(admin.readyMessages(queue)).isEqualTo(3);
  }

  @Test
  void sessionLearnsThatTheContainerHasRolledItBack() throws Exception {
    open();
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, queue, "a");
      transaction.rollback();

      assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
      send(session, queue, "b");
      session.commit();
    }
    assertThat(admin.readyMessages(queue)).isEqualTo(1);
  }

  @Test
  void unitOfAnAbandonedTransactionIsClean() throws Exception {
    open();
    Connection connection = connections.createConnection();
    connection.start();
    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
    admin.publish(queue, "a");
    session.createConsumer(session.createQueue(queue)).receive(SECONDS_5);
    send(session, queue, "b");

    unit.cleanup();

    awaitReady(queue, 1);
    assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
    send(queue, "c");
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
    transaction.begin();
    transaction.commit();
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }

  @Test
  void lostConnectionIsToldOfAndRollsBack() throws Exception {
    open();
    try (Connection connection = connections.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, queue, "a");
      proxy.cut();
      await().until(() -> eventIds().contains(CONNECTION_ERROR_OCCURRED));
      unit.destroy();

      assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
    }
    assertThat(eventIds()).containsExactly(LOCAL_TRANSACTION_STARTED, CONNECTION_ERROR_OCCURRED);
  }

  @Test
  void onlySessionsThatAskForItAreTransacted() throws Exception {
    open();
    assertThat(modeOf(false, Session.SESSION_TRANSACTED)).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    assertThat(modeOf(false, Session.CLIENT_ACKNOWLEDGE)).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    assertThat(modeOf(false, Session.DUPS_OK_ACKNOWLEDGE)).isEqualTo(Session.DUPS_OK_ACKNOWLEDGE);
    try (JMSContext context = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
      assertThat(context.getTransacted()).isFalse();
    }
    factory.setAllowLocalTransactions(false);
    assertThat(modeOf(true, Session.SESSION_TRANSACTED)).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    assertThat(eventIds()).containsOnly(CONNECTION_CLOSED);
  }

  private int modeOf(boolean transacted, int mode) throws JMSException {
    try (Connection connection = connections.createConnection()) {
      return connection.createSession(transacted, mode).getAcknowledgeMode();
    }
  }
}
