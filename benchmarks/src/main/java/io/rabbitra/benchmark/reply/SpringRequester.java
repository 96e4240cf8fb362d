package io.rabbitra.benchmark.reply;

import io.rabbitra.benchmark.Lab;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The template with its defaults, direct reply-to among them: one for all clients. */
final class SpringRequester implements Requester {

  private static final MessagePostProcessor NON_PERSISTENT =
      message -> {
        message.getMessageProperties().setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT);
        return message;
      };

  private final CachingConnectionFactory connections;
  private final RabbitTemplate template;
  private final String queue;

  SpringRequester(Lab lab, String queue) throws Exception {
    this.connections = new CachingConnectionFactory(lab.factory());
    this.template = new RabbitTemplate(connections);
    template.setReplyTimeout(ReplySuite.TIMEOUT.toMillis());
    this.queue = queue;
  }

  @Override
  public Client newClient() {
    return body -> {
      Object reply = template.convertSendAndReceive("", queue, body, NON_PERSISTENT);
      if (reply == null) {
        throw new IllegalStateException("no reply within " + ReplySuite.TIMEOUT);
      }
      return ((byte[]) reply).length;
    };
  }

  @Override
  public void close() {
    template.stop();
    connections.destroy();
  }
}
