package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.MessageMapper;
import io.rabbitra.selector.Selector;
import java.lang.System.Logger.Level;

/** What the messageSelector of an endpoint lets through. Computes only; thread-safe. */
final class MessageFilter {

  private static final System.Logger LOG = Loggers.of(MessageFilter.class);

  private final Selector selector;
  private final MessageMapper mapper;

  MessageFilter(Selector selector, MessageMapper mapper) {
    this.selector = selector;
    this.mapper = mapper;
  }

  /** Never throws: it is called on event loops, which serve other connections too. */
  boolean wants(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    try {
      return selector.matches(mapper.decode(envelope, properties, body));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.ERROR, "A message could not be matched with a selector and is delivered", e);
      return true;
    }
  }
}
