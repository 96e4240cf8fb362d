package io.rabbitra.it.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;

/** One message of each type there and back. */
public final class MessageTypes implements Check {

  @Override
  public String run(String queueName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.QUEUES);
    List<String> lines = new ArrayList<>();
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(queueName);
      for (Message message : messages(context)) {
        message.setIntProperty("number", 7);
        context.createProducer().send(queue, message);
      }
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        for (int i = 0; i < 6; i++) {
          lines.add(describe(consumer.receive(5000)));
        }
      }
    }
    return String.join("\n", lines);
  }

  private static List<Message> messages(JMSContext context) throws JMSException {
    BytesMessage bytes = context.createBytesMessage();
    bytes.writeLong(42);
    MapMessage map = context.createMapMessage();
    map.setDouble("pi", 3.14);
    StreamMessage stream = context.createStreamMessage();
    stream.writeChar('c');
    return List.of(
        context.createMessage(),
        context.createTextMessage("text"),
        bytes,
        map,
        stream,
        context.createObjectMessage(new Parcel("socks")));
  }

  private static String describe(Message message) throws JMSException {
    Object body = null;
    if (message instanceof TextMessage text) {
      body = text.getText();
    } else if (message instanceof BytesMessage bytes) {
      body = bytes.readLong();
    } else if (message instanceof MapMessage map) {
      body = map.getDouble("pi");
    } else if (message instanceof StreamMessage stream) {
      body = stream.readChar();
    } else if (message instanceof ObjectMessage object) {
      body = ((Parcel) object.getObject()).content();
    }
    return body + " " + message.getIntProperty("number");
  }
}
