package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Asynchronous sends (Jakarta Messaging 3.1, section 7.3). */
class AsyncSendIT extends ApiTestBase {

  private final Completions completions = new Completions();

  AsyncSendIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void thousandSendsCompleteInTheirOrderWithTheSameMessages() throws Exception {
    Session session = connect().createSession();
    MessageProducer producer = session.createProducer(session.createQueue(queueName));
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Message message = session.createTextMessage("m" + i);
      sent.add(message);
      producer.send(message, completions);
    }

    producer.close();

    assertThat(completions.messages())
        .usingElementComparator(AsyncSendIT::identity)
        .isEqualTo(sent);
    assertThat(completions.outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.exception()).isNull();
              assertThat(outcome.thread()).isNotSameAs(Thread.currentThread());
              assertThat(outcome.message().getJMSMessageID()).startsWith("ID:");
            });
    assertThat(admin.readyMessages(queueName)).isEqualTo(1_000);
  }

  @Test
  void synchronousAndAsynchronousSendsKeepTheirOrder() {
    JMSContext context = context();
    Queue queue = queue(context);
    JMSProducer asynchronous = context.createProducer().setAsync(completions);
    JMSProducer synchronous = context.createProducer();
    for (int i = 0; i < 20; i += 2) {
      asynchronous.send(queue, "" + i);
      synchronous.send(queue, "" + (i + 1));
    }

    var consumer = context.createConsumer(queue);
    for (int i = 0; i < 20; i++) {
      assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("" + i);
    }
  }

  @Test
  void unroutableMessageIsAnExceptionOfTheListenerBetweenItsNeighbours() throws Exception {
    Session session = connect().createSession();
    Queue queue = session.createQueue(queueName);
    MessageProducer producer = session.createProducer(null);
    Message lost = session.createTextMessage("lost");

    producer.send(queue, session.createTextMessage("before"), completions);
    producer.send(session.createQueue("missing-" + queueName), lost, completions);
    producer.send(queue, session.createTextMessage("after"), completions);

    assertThat(completions.next().exception()).isNull();
    Completions.Outcome failed = completions.next();
    assertThat(failed.exception()).isInstanceOf(InvalidDestinationException.class);
    assertThat(failed.message()).isSameAs(lost);
    assertThat(completions.next().exception()).isNull();
  }

  @Test
  void listenerOfTheSimplifiedApiGetsItsExceptions() throws Exception {
    JMSContext context = context();

    context
        .createProducer()
        .setAsync(completions)
        .send(context.createQueue("missing-" + queueName), "lost");

    assertThat(completions.next().exception())
        .isInstanceOf(InvalidDestinationRuntimeException.class);
  }

  @Test
  void refusedMessageIsAnExceptionOfTheListener() throws Exception {
    String full = "full-" + queueName;
    admin.declareQueue(full, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    try {
      admin.publish(full, "fills it");
      JMSContext context = context();

      context.createProducer().setAsync(completions).send(context.createQueue(full), "too much");

      assertThat(completions.next().exception()).hasMessageContaining("nack");
    } finally {
      admin.deleteQueue(full);
    }
  }

  @Test
  void lostConnectionIsAnExceptionOfTheListener() throws Exception {
    try (FaultProxy proxy = new FaultProxy(broker)) {
      factory.setUri(proxy.uri());
      Session session = connect().createSession();
      MessageProducer producer = session.createProducer(session.createQueue(queueName));
      producer.send(session.createMessage());
      proxy.stall();
      producer.send(session.createMessage(), completions);
      assertThat(completions.outcomes).isEmpty();

      proxy.cut();

      assertThat(completions.next().exception())
          .isInstanceOf(JMSException.class)
          .hasMessageContaining("unknown");
    }
  }

  @Test
  void queueThatTheFactoryDeclaresIsDeclaredAgain() throws Exception {
    factory.setDeclare("declare");
    String name = "declared-" + queueName;
    JMSContext context = context();
    Queue queue = context.createQueue(name);
    JMSProducer producer = context.createProducer();
    producer.send(queue, "first");
    admin.deleteQueue(name);

    producer.setAsync(completions).send(queue, "second");

    assertThat(completions.next().exception()).isNull();
    assertThat(admin.readyMessages(name)).isEqualTo(1);
    admin.deleteQueue(name);
  }

  @Test
  void listenerThatThrowsDoesNoHarm() throws Exception {
    JMSContext context = context();
    Completions failing =
        new Completions() {
          @Override
          public void onCompletion(Message message) {
            super.onCompletion(message);
            throw new AssertionError("thrown by a test");
          }
        };
    JMSProducer producer = context.createProducer().setAsync(failing);
    producer.send(queue(context), "1").send(queue(context), "2");

    failing.next();
    failing.next();
    assertThatCode(context::close).doesNotThrowAnyException();
  }

  @Test
  void rolledBackAsynchronousSendIsGone() {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    context.createProducer().setAsync(completions).send(queue(context), "gone");
    context.rollback();

    assertThat(completions.messages()).hasSize(1);
    assertThat(admin.readyMessages(queueName)).isZero();
  }

  private static int identity(Message a, Message b) {
    return a == b ? 0 : 1;
  }
}
