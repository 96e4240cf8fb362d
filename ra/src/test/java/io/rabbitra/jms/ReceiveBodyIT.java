package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JMSConsumer.receiveBody, above all of what has no such body. */
class ReceiveBodyIT extends ApiTestBase {

  ReceiveBodyIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void bodiesByTheirTypeOrASupertype() {
    JMSContext context = context();
    Queue queue = queue(context);
    context
        .createProducer()
        .send(queue, "text")
        .send(queue, "as object")
        .send(queue, Map.of("k", 1))
        .send(queue, new byte[] {1})
        .send(queue, "by polling");
    JMSConsumer consumer = context.createConsumer(queue);

    assertThat(consumer.receiveBody(String.class)).isEqualTo("text");
    assertThat(consumer.receiveBody(Object.class, SOON)).isEqualTo("as object");
    assertThat(consumer.receiveBody(Map.class, SOON)).hasSize(1);
    assertThat(consumer.receiveBody(byte[].class, SOON)).containsExactly(1);
    assertThat(consumer.receiveBodyNoWait(CharSequence.class)).isEqualTo("by polling");
    assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    assertThat(consumer.receiveBody(String.class, 50)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
  void wrongTypeIsAsIfTheMessageHadNotBeenReceived(int mode) throws Exception {
    JMSContext context = context(mode);
    Queue queue = queue(context);
    context.createProducer().send(queue, "1").send(queue, "2");
    JMSConsumer consumer = context.createConsumer(queue);

    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThatThrownBy(() -> consumer.receiveBody(Map.class))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThatThrownBy(() -> consumer.receiveBodyNoWait(Map.class))
        .isInstanceOf(MessageFormatRuntimeException.class);

    Message again = consumer.receive(SOON);
    assertThat(again.getBody(String.class)).isEqualTo("1");
    assertThat(again.getJMSRedelivered()).isFalse();
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("2");
    consumer.close();
    assertThat(admin.readyMessages(queueName)).isZero();
  }

  @Test
  void wrongTypeOfASelectedMessage() throws Exception {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().setProperty("a", 1).send(queue, "1").send(queue, "2");
    JMSConsumer consumer = context.createConsumer(queue, "a = 1");

    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);

    Message again = consumer.receive(SOON);
    assertThat(again.getBody(String.class)).isEqualTo("1");
    assertThat(again.getJMSRedelivered()).isFalse();
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("2");
  }

  @Test
  void wrongTypeOfADirectReply() throws Exception {
    JMSContext context = context();
    Queue replies = context.createQueue("amq.rabbitmq.reply-to");
    JMSConsumer consumer = context.createConsumer(replies);
    context.createProducer().setJMSReplyTo(replies).send(queue(context), "question");
    JMSContext other = context();
    Message question = other.createConsumer(queue(other)).receive(SOON);
    other.createProducer().send(question.getJMSReplyTo(), "answer");

    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("answer");
  }

  @Test
  void messageOfTheWrongTypeIsFreeAgainAfterClose() {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().send(queue, "1");
    JMSConsumer consumer = context.createConsumer(queue);
    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);

    consumer.close();

    assertThat(context.createConsumer(queue).receiveBody(String.class, SOON)).isEqualTo("1");
  }

  @Test
  void messageOfTheWrongTypeIsSeenByABrowser() throws Exception {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().send(queue, "1");
    JMSConsumer consumer = context.createConsumer(queue);
    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);

    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(Collections.list((java.util.Enumeration<?>) browser.getEnumeration())).hasSize(1);
    }
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("1");
  }

  @Test
  void messageOfTheWrongTypeGoesToAListener() throws Exception {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().send(queue, "1");
    JMSConsumer consumer = context.createConsumer(queue);
    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);

    CompletableFuture<Message> heard = new CompletableFuture<>();
    consumer.setMessageListener(heard::complete);

    assertThat(heard.get(5, TimeUnit.SECONDS).getBody(String.class)).isEqualTo("1");
  }

  @Test
  void wrongTypeCountsAsReceivedWhereTheClientAcknowledges() throws Exception {
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    Queue queue = queue(context);
    context.createProducer().send(queue, "1").send(queue, "2");
    JMSConsumer consumer = context.createConsumer(queue);

    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("2");

    context.recover();
    assertRedelivered(consumer, "1");
    assertRedelivered(consumer, "2");
    context.acknowledge();
    context.recover();
    assertThat(consumer.receive(150)).isNull();
  }

  @Test
  void wrongTypeCountsAsReceivedInATransaction() throws Exception {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    Queue queue = queue(context);
    admin.publish(queueName, "1", "2");
    JMSConsumer consumer = context.createConsumer(queue);

    assertThatThrownBy(() -> consumer.receiveBody(Map.class, SOON))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("2");
    context.rollback();
    assertRedelivered(consumer, "1");
    assertRedelivered(consumer, "2");
    context.commit();

    Awaitility.await().until(() -> admin.readyMessages(queueName) == 0);
    assertThat(consumer.receive(150)).isNull();
  }

  @Test
  void messageWithoutABodyAndAStreamAreOfNoType() throws Exception {
    for (int mode : new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE}) {
      JMSContext context = context(mode);
      Queue queue = queue(context);
      StreamMessage stream = context.createStreamMessage();
      stream.writeInt(1);
      for (Message message :
          new Message[] {context.createMessage(), context.createTextMessage(null), stream}) {
        context.createProducer().send(queue, message);
        JMSConsumer consumer = context.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, SOON))
            .isInstanceOf(MessageFormatRuntimeException.class);
        if (mode == JMSContext.AUTO_ACKNOWLEDGE) {
          assertThat(consumer.receive(SOON)).isNotNull();
        }
        context.acknowledge();
        consumer.close();
      }
    }
    assertThat(admin.readyMessages(queueName)).isZero();
  }

  private static void assertRedelivered(JMSConsumer consumer, String text) throws Exception {
    Message message = consumer.receive(SOON);
    assertThat(message.getBody(String.class)).isEqualTo(text);
    assertThat(message.getJMSRedelivered()).isTrue();
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
  }
}
