package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.MOMENT;
import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.destination.RabbitExchange;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues and topics by name and as administered objects. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class DestinationsIT {

  private final RabbitBroker broker;
  private final Unmanaged jms;
  private Session session;

  DestinationsIT(RabbitBroker broker) {
    this.broker = broker;
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    session = jms.session();
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " blank in the middle ",
        "Grüße/☃",
        "/queues/not-an-address",
        "/exchanges/amq.topic/x",
        "queue://a?b=c&d=%20",
        "#.*",
        "'\"\\"
      })
  void queueMayHaveAnyName(String odd) throws Exception {
    String name = jms.forgetLater(odd + unique(""));
    jms.admin.declareQueue(name);
    Queue queue = session.createQueue(name);
    Message request = session.createTextMessage("x");
    request.setJMSReplyTo(queue);
    session.createProducer(queue).send(request);

    Message received = session.createConsumer(queue).receive(SOON);

    assertThat(received.getJMSDestination()).isEqualTo(queue);
    assertThat(received.getJMSReplyTo()).isEqualTo(queue);
    assertThat(((Queue) received.getJMSReplyTo()).getQueueName()).isEqualTo(name);
  }

  @Test
  void namesThatAmqpDoesNotHaveAreInvalidDestinations() {
    for (String name : new String[] {null, "", "x".repeat(256), "ü".repeat(128)}) {
      assertThatThrownBy(() -> session.createQueue(name))
          .isInstanceOf(InvalidDestinationException.class);
      assertThatThrownBy(() -> session.createTopic(name))
          .isInstanceOf(InvalidDestinationException.class);
    }
  }

  @Test
  void longestNameWorks() throws Exception {
    String name = jms.forgetLater(unique("long").concat("x".repeat(255)).substring(0, 255));
    jms.admin.declareQueue(name);
    Queue queue = session.createQueue(name);

    send(session, queue, "x");

    assertThat(receive(session.createConsumer(queue))).isEqualTo("x");
  }

  @Test
  void missingQueueIsAnInvalidDestinationWhateverIsDoneWithIt() throws Exception {
    Queue missing = session.createQueue(unique("missing"));
    MessageProducer producer = session.createProducer(missing);
    Session transacted = jms.connect().createSession(true, 0);

    assertThatThrownBy(() -> producer.send(session.createMessage()))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createConsumer(missing))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createConsumer(missing, "a = 1"))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createBrowser(missing).getEnumeration())
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> transacted.createConsumer(missing))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void nullAndWhatIsNeitherQueueNorTopicIsAnInvalidDestination() throws Exception {
    assertThatThrownBy(() -> session.createConsumer(null))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createBrowser(null))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createProducer(new RabbitQueue()))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> session.createConsumer(new RabbitExchange("amq.fanout", jms.queue())))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void factoryThatDeclaresMakesTheQueueAtFirstUse() throws Exception {
    jms.factory.setDeclare("declare");
    Session declaring = jms.session();
    String sentTo = jms.forgetLater(unique("sent"));
    String consumed = jms.forgetLater(unique("consumed"));
    String browsed = jms.forgetLater(unique("browsed"));

    send(declaring, declaring.createQueue(sentTo), "x");
    assertThat(declaring.createConsumer(declaring.createQueue(consumed)).receiveNoWait()).isNull();
    assertThat(declaring.createBrowser(declaring.createQueue(browsed)).getEnumeration())
        .matches(none -> !none.hasMoreElements());

    assertThat(jms.admin.readyMessages(sentTo)).isEqualTo(1);
    assertThat(jms.admin.queueExists(consumed)).isTrue();
    assertThat(jms.admin.queueExists(browsed)).isTrue();
  }

  @Test
  void declaredQueueHasItsArgumentsAndItsBinding() throws Exception {
    RabbitQueue queue = declared("x-max-priority=9");
    queue.setExchange("amq.direct");
    queue.setRoutingKey(unique("key"));
    MessageProducer producer = session.createProducer(queue);
    for (int priority : new int[] {1, 9, 4}) {
      producer.setPriority(priority);
      producer.send(numbered(session, priority));
    }

    MessageConsumer consumer = session.createConsumer(queue);

    Message first = consumer.receive(SOON);
    assertThat(first.getIntProperty("n")).isEqualTo(9);
    assertThat(first.getJMSDestination()).isInstanceOf(Queue.class).isEqualTo(queue);
    assertThat(receive(consumer)).isEqualTo("m4");
    assertThat(receive(consumer)).isEqualTo("m1");
  }

  @Test
  void quorumQueueIsDeclaredWhereItIsAskedFor() throws Exception {
    RabbitQueue queue = declared("x-queue-type=quorum");

    send(session, queue, "x");

    assertThat(receive(session.createConsumer(queue))).isEqualTo("x");
    if (broker.supportsFaults()) {
      assertThat(broker.ctl("list_queues", "name", "type"))
          .containsPattern(queue.getQueueName() + "\\s+.*quorum");
    }
  }

  @Test
  void queueWithOtherArgumentsIsUsedAsItIs() throws Exception {
    RabbitQueue queue = declared("x-max-priority=5");
    jms.admin.declareQueue(queue.getQueueName(), Map.of("x-max-length", 3));

    send(session, queue, "x");

    assertThat(receive(session.createConsumer(queue))).isEqualTo("x");
  }

  @Test
  void queueDeletedUnderADeclaringProducerIsMadeAgain() throws Exception {
    RabbitQueue queue = declared(null);
    MessageProducer producer = session.createProducer(queue);
    producer.send(session.createTextMessage("first"));
    jms.admin.deleteQueue(queue.getQueueName());

    producer.send(session.createTextMessage("second"));

    assertThat(receive(session.createConsumer(queue))).isEqualTo("second");
  }

  @Test
  void passiveOneMustExist() throws Exception {
    RabbitQueue queue = new RabbitQueue(unique("passive"));
    queue.setDeclare("passive");

    assertThatThrownBy(() -> send(session, queue, "x"))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void topicOfAnotherExchangeIsATopicOnTheOtherSideToo() throws Exception {
    RabbitTopic pattern = topic("news.#");
    RabbitTopic sport = topic("news.sport");
    MessageConsumer consumer = session.createConsumer(pattern);
    Message sent = session.createMessage();
    session.createProducer(sport).send(sent);
    session.createProducer(topic("weather")).send(session.createMessage());

    Message received = consumer.receive(SOON);

    assertThat(received.getJMSDestination()).isInstanceOf(Topic.class).isEqualTo(sport);
    assertThat(((Topic) received.getJMSDestination()).getTopicName()).isEqualTo("news.sport");
    assertThat(consumer.receive(MOMENT)).isNull();
  }

  @Test
  void messageThatCameThroughAnExchangeOfAnotherProgramNamesIt() throws Exception {
    String queue = jms.queue();
    String exchange = unique("x");
    jms.admin.declareExchange(exchange, BuiltinExchangeType.FANOUT);
    jms.admin.bindQueue(queue, exchange, "");
    jms.admin.publish(exchange, "any", MessageProperties.PERSISTENT_TEXT_PLAIN, "x");

    Message received = session.createConsumer(session.createQueue(queue)).receive(SOON);

    assertThat(received.getJMSDestination()).isEqualTo(new RabbitExchange(exchange, "any"));
  }

  @Test
  void warmSendIsOnePublishAndReceiveIsNoGet() throws Exception {
    try (FaultProxy proxy = new FaultProxy(broker);
        Unmanaged counted = new Unmanaged(broker, proxy.uri())) {
      Session warm = counted.session();
      RabbitQueue queue = declared("x-max-priority=3");
      MessageProducer producer = warm.createProducer(queue);
      producer.send(warm.createTextMessage("first"));
      proxy.resetMethods();

      producer.send(warm.createTextMessage("second"));

      assertThat(proxy.methodsSent()).containsExactly("basic.publish");
      assertThat(proxy.methodsReceived()).containsExactly("basic.ack");
      MessageConsumer consumer = warm.createConsumer(queue);
      assertThat(receive(consumer)).isEqualTo("first");
      assertThat(receive(consumer)).isEqualTo("second");
      assertThat(consumer.receiveNoWait()).isNull();
      assertThat(proxy.methodsSent()).contains("basic.consume").doesNotContain("basic.get");
    }
  }

  private RabbitQueue declared(String arguments) {
    RabbitQueue queue = new RabbitQueue(jms.forgetLater(unique("declared")));
    queue.setDeclare("declare");
    queue.setArguments(arguments);
    return queue;
  }

  private static RabbitTopic topic(String name) {
    RabbitTopic topic = new RabbitTopic(name);
    topic.setExchange("rabbitra-test-topics");
    topic.setDeclare("declare");
    return topic;
  }
}
