package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledge modes, recover and rollback (Jakarta Messaging 3.1, sections 6.2.7 to 6.2.10). */
class AcknowledgeIT extends SessionTestBase {

  AcknowledgeIT(RabbitBroker broker) {
    super(broker);
  }

  private String queueOf(String type) {
    return queue(
        switch (type) {
          case "limited" -> Map.of("x-queue-type", "quorum", "x-delivery-limit", 20);
          default -> Map.of("x-queue-type", type);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
  void receiveAcknowledgesByItself(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession(false, mode);
    send(session, queue, "a", "b");
    MessageConsumer consumer = consumer(session, queue);
    Message first = consumer.receive(SECONDS_5);
    first.acknowledge();
    session.recover();

    assertThat(seen(consumer.receive(SECONDS_5))).isEqualTo("b1");
    connection.close();

    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void listenerAcknowledgesEachMessageByItself() throws Exception {
    String queue = queue();
    factory.setPrefetch(100);
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      Connection connection = connection();
      Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
      for (int i = 0; i < 100; i++) {
        send(session, queue, "m" + i);
      }
      CountDownLatch all = new CountDownLatch(100);
      consumer(session, queue).setMessageListener(message -> all.countDown());
      connection.start();

      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
      await().until(() -> admin.readyMessages(queue) == 0);
      connection.close();

      assertThat(admin.readyMessages(queue)).isZero();
      assertThat(Collections.frequency(proxy.methodsSent(), "basic.ack")).isEqualTo(100);
    }
  }

  @Test
  void acknowledgeOfOneMessageIsOfAllThatTheSessionHasConsumed() throws Exception {
    String one = queue();
    String two = queue();
    Connection connection = started();
    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    Session other = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    send(session, one, "a", "b", "c");
    send(session, two, "d", "e");
    MessageConsumer consumer = consumer(session, one);
    Message first = consumer.receive(SECONDS_5);
    consumer.receive(SECONDS_5);
    consumer(session, two).receive(SECONDS_5);
    consumer(other, two).receive(SECONDS_5);

    first.acknowledge();
    session.close();
    other.close();

    awaitReady(one, 1);
    awaitReady(two, 1);
    assertThatThrownBy(first::acknowledge).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum", "limited"})
  void recoverDeliversAgainInOrderAndCounts(String type) throws Exception {
    String queue = queueOf(type);
    Session session = started().createSession(Session.CLIENT_ACKNOWLEDGE);
    send(session, queue, "a", "b", "c", "d");
    MessageConsumer consumer = consumer(session, queue);

    assertThat(receiveSeen(consumer, 2)).containsExactly("a1", "b1");
    session.recover();
    assertThat(receiveSeen(consumer, 3)).containsExactly("a2*", "b2*", "c1");
    session.recover();
    assertThat(receiveSeen(consumer, 4)).containsExactly("a3*", "b3*", "c2*", "d1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum", "limited"})
  void rollbackDeliversAgainInOrderAndCounts(String type) throws Exception {
    String queue = queueOf(type);
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b", "c");
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    MessageConsumer consumer = consumer(session, queue);

    assertThat(receiveSeen(consumer, 2)).containsExactly("a1", "b1");
    session.rollback();
    assertThat(receiveSeen(consumer, 1)).containsExactly("a2*");
    session.commit();
    assertThat(receiveSeen(consumer, 1)).containsExactly("b2*");
    session.rollback();
    assertThat(receiveSeen(consumer, 2)).containsExactly("b3*", "c1");
    session.commit();
    session.close();

    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void rollbacksRunIntoTheDeliveryLimit() throws Exception {
    String dead = queue();
    String queue =
        queue(
            Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                2,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                dead));
    Session session = started().createSession(Session.SESSION_TRANSACTED);
    send(session, queue, "poison");
    session.commit();
    MessageConsumer consumer = consumer(session, queue);

    for (String attempt : new String[] {"poison1", "poison2*", "poison3*"}) {
      assertThat(seen(consumer.receive(SECONDS_5))).isEqualTo(attempt);
      session.rollback();
    }

    assertThat(text(consumer(session, dead).receive(SECONDS_5))).isEqualTo("poison");
    assertThat(consumer.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
  void whatIsNotAcknowledgedComesAgainAfterClose(int mode) throws Exception {
    String queue = queue();
    Connection connection = started();
    send(connection.createSession(), queue, "a", "b", "c");
    Session first = connection.createSession(mode);
    assertThat(receiveSeen(consumer(first, queue), 2)).containsExactly("a1", "b1");
    first.close();

    Connection second = started();
    Session session = second.createSession(mode);
    assertThat(receiveSeen(consumer(session, queue), 3)).containsExactly("a2*", "b2*", "c1");
    second.close();

    Session third = started().createSession();
    assertThat(receive(consumer(third, queue), 3)).containsExactly("a", "b", "c");
  }

  @Test
  void messagesOfAClosedConsumerBelongToTheSession() throws Exception {
    String queue = queue();
    Session session = started().createSession(Session.CLIENT_ACKNOWLEDGE);
    send(session, queue, "a", "b");
    MessageConsumer consumer = consumer(session, queue);
    consumer.receive(SECONDS_5);
    consumer.close();
    MessageConsumer next = consumer(session, queue);
    assertThat(seen(next.receive(SECONDS_5))).isEqualTo("b1");

    session.recover();

    assertThat(receiveSeen(next, 2)).containsExactly("a2*", "b2*");
  }

  @Test
  void acknowledgingGoesOnWhenOneConsumerIsGone() throws Exception {
    String gone = queue();
    String queue = queue();
    Connection connection = started();
    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    send(session, gone, "a");
    send(session, queue, "b");
    Message first = consumer(session, gone).receive(SECONDS_5);
    consumer(session, queue).receive(SECONDS_5);
    admin.deleteQueue(gone);

    first.acknowledge();
    connection.close();

    assertThat(admin.readyMessages(queue)).isZero();
  }

  @Test
  void callsThatDoNotFitTheModeAreRefused() throws Exception {
    Connection connection = started();
    Session plain = connection.createSession();
    Session transacted = connection.createSession(Session.SESSION_TRANSACTED);

    assertThat(plain.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    assertThat(transacted.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
    assertThat(plain.getTransacted()).isFalse();
    assertThat(transacted.getTransacted()).isTrue();
    assertThatThrownBy(plain::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(plain::rollback).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(transacted::recover).isInstanceOf(IllegalStateException.class);
  }
}
