package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueRequestor;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicRequestor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and replies, among JMS programs and with others. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class RequestReplyIT {

  private static final String DIRECT = "amq.rabbitmq.reply-to";

  private final RabbitBroker broker;
  private final Unmanaged jms;
  private Session session;
  private Queue work;

  RequestReplyIT(RabbitBroker broker) {
    this.broker = broker;
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    session = jms.session();
    work = session.createQueue(jms.queue());
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  @Test
  void queueRequestorGetsItsReply() throws Exception {
    RabbitConnection connection = jms.connect();
    QueueRequestor requestor =
        new QueueRequestor(connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE), work);
    echo(session.createConsumer(work));

    Message reply = requestor.request(session.createTextMessage("ping"));
    Queue repliesTo = (Queue) reply.getJMSDestination();
    requestor.close();

    assertThat(text(reply)).isEqualTo("re: ping");
    assertThat(jms.admin.queueExists(repliesTo.getQueueName())).isFalse();
  }

  @Test
  void topicRequestorGetsItsReply() throws Exception {
    Topic topic = session.createTopic(Unmanaged.unique("ask"));
    RabbitConnection connection = jms.connect();
    TopicRequestor requestor =
        new TopicRequestor(connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE), topic);
    echo(session.createConsumer(topic));

    Message reply = requestor.request(session.createTextMessage("ping"));
    requestor.close();

    assertThat(text(reply)).isEqualTo("re: ping");
  }

  @Test
  void replyComesToAnOrdinaryQueueByItsCorrelation() throws Exception {
    Queue replies = session.createQueue(jms.queue());
    Session client = jms.session();
    TextMessage request = client.createTextMessage("ping");
    request.setJMSReplyTo(replies);
    client.createProducer(work).send(request);
    answer(session.createConsumer(work).receive(SOON));

    MessageConsumer mine =
        client.createConsumer(replies, "JMSCorrelationID = '" + request.getJMSMessageID() + "'");
    assertThat(receive(mine)).isEqualTo("re: ping");
  }

  @Test
  void delayedReplyFindsATemporaryQueueOfAnotherConnection() throws Exception {
    Session client = jms.session();
    Queue replies = client.createTemporaryQueue();
    MessageProducer replier = session.createProducer(replies);
    replier.setDeliveryDelay(1);

    replier.send(session.createTextMessage("later"));

    assertThat(receive(client.createConsumer(replies))).isEqualTo("later");
  }

  @Test
  void consumerOfDirectRepliesAppliesItsSelectorAndIsTheOnlyOne() throws Exception {
    Queue direct = session.createQueue(DIRECT);
    MessageConsumer replies = session.createConsumer(direct, "JMSCorrelationID = 'mine'");
    assertThatThrownBy(() -> session.createConsumer(direct)).isInstanceOf(JMSException.class);
    TextMessage request = session.createTextMessage("ping");
    request.setJMSReplyTo(direct);
    session.createProducer(work).send(request);
    Session server = jms.session();
    Destination replyTo = server.createConsumer(work).receive(SOON).getJMSReplyTo();
    for (String correlation : List.of("of others", "mine")) {
      TextMessage reply = server.createTextMessage(correlation);
      reply.setJMSCorrelationID(correlation);
      server.createProducer(replyTo).send(reply);
    }

    assertThat(receive(replies)).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plainAmqpRequesterWithDirectReplyToGetsAnAnswer(boolean transacted) throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    try (com.rabbitmq.client.Connection plain = plain()) {
      Channel channel = plain.createChannel();
      channel.basicConsume(
          DIRECT,
          true,
          (tag, reply) -> answered.complete(new String(reply.getBody(), UTF_8)),
          t -> {});
      channel.basicPublish(
          "",
          work.getQueueName(),
          new AMQP.BasicProperties.Builder().contentType("text/plain").replyTo(DIRECT).build(),
          "ping".getBytes(UTF_8));
      Session responder =
          jms.connect()
              .createSession(transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
      Message request = responder.createConsumer(work).receive(SOON);
      assertThat(request.getJMSReplyTo()).isInstanceOf(Queue.class);

      responder
          .createProducer(request.getJMSReplyTo())
          .send(responder.createTextMessage("re: " + text(request)));
      if (transacted) {
        responder.commit();
      }

      assertThat(answered.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("re: ping");
    }
  }

  @Test
  void answerToAPlainRequesterThatIsGoneIsNoError() throws Exception {
    try (com.rabbitmq.client.Connection plain = plain()) {
      Channel channel = plain.createChannel();
      channel.basicConsume(DIRECT, true, (tag, reply) -> {}, tag -> {});
      channel.basicPublish(
          "",
          work.getQueueName(),
          new AMQP.BasicProperties.Builder().replyTo(DIRECT).build(),
          new byte[1]);
      channel.queueDeclarePassive(work.getQueueName());
    }
    Message request = session.createConsumer(work).receive(SOON);

    session.createProducer(request.getJMSReplyTo()).send(session.createTextMessage("too late"));

    Unmanaged.send(session, work, "the session still works");
  }

  @Test
  void jmsRequesterWithDirectReplyToIsAnsweredByAPlainProgram() throws Exception {
    Queue direct = session.createQueue(DIRECT);
    MessageConsumer replies = session.createConsumer(direct);
    TextMessage request = session.createTextMessage("ping");
    request.setJMSReplyTo(direct);
    session.createProducer(work).send(request);

    answerPlainly();

    Message reply = replies.receive(SOON);
    assertThat(text(reply)).isEqualTo("re: ping");
    assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    replies.close();
    Unmanaged.send(session, work, "the session still works");
  }

  @Test
  void directReplyReachesAListener() throws Exception {
    Queue direct = session.createQueue(DIRECT);
    CompletableFuture<Message> reply = new CompletableFuture<>();
    session.createConsumer(direct).setMessageListener(reply::complete);
    Session requester = session;
    TextMessage request = requester.createTextMessage("ping");
    request.setJMSReplyTo(direct);
    requester.createProducer(work).send(request);

    answerPlainly();

    assertThat(text(reply.get(SOON, TimeUnit.MILLISECONDS))).isEqualTo("re: ping");
  }

  @Test
  void directReplyThatIsRecoveredComesAgain() throws Exception {
    Session client = jms.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
    Queue direct = client.createQueue(DIRECT);
    MessageConsumer replies = client.createConsumer(direct);
    TextMessage request = client.createTextMessage("ping");
    request.setJMSReplyTo(direct);
    client.createProducer(work).send(request);
    answerPlainly();
    assertThat(receive(replies)).isEqualTo("re: ping");

    client.recover();

    Message again = replies.receive(SOON);
    assertThat(text(again)).isEqualTo("re: ping");
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    again.acknowledge();
    client.recover();
    assertThat(replies.receive(MOMENT)).isNull();
  }

  @Test
  void contextRequestsAndIsAnsweredDirectly() throws Exception {
    try (JMSContext context = jms.connectionFactory().createContext()) {
      Queue direct = context.createQueue(DIRECT);
      var replies = context.createConsumer(direct);
      context.createProducer().setJMSReplyTo(direct).send(work, "ping");

      answerPlainly();

      assertThat(replies.receiveBody(String.class, SOON)).isEqualTo("re: ping");
    }
  }

  /** As a program without JMS does it. */
  private void answerPlainly() throws Exception {
    try (com.rabbitmq.client.Connection plain = plain()) {
      Channel channel = plain.createChannel();
      GetResponse request = channel.basicGet(work.getQueueName(), true);
      assertThat(request.getProps().getReplyTo()).startsWith(DIRECT + ".");
      channel.confirmSelect();
      channel.basicPublish(
          "",
          request.getProps().getReplyTo(),
          new AMQP.BasicProperties.Builder()
              .contentType("text/plain")
              .correlationId(request.getProps().getMessageId())
              .build(),
          ("re: " + new String(request.getBody(), UTF_8)).getBytes(UTF_8));
      channel.waitForConfirmsOrDie(SOON);
    }
  }

  private com.rabbitmq.client.Connection plain() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    return factory.newConnection();
  }

  private void echo(MessageConsumer consumer) throws JMSException {
    consumer.setMessageListener(
        request -> {
          try {
            answer(request);
          } catch (JMSException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void answer(Message request) throws JMSException {
    TextMessage reply = session.createTextMessage("re: " + text(request));
    reply.setJMSCorrelationID(request.getJMSMessageID());
    Destination to = request.getJMSReplyTo();
    try (var producer = session.createProducer(to)) {
      producer.send(reply);
    }
  }
}
