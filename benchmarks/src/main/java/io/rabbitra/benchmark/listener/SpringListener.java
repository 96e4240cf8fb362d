package io.rabbitra.benchmark.listener;

import io.rabbitra.benchmark.Names;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** One of Spring AMQP's listener containers, with its own acknowledgement of each message. */
final class SpringListener extends ListenerContender {

  private final boolean direct;

  private SpringListener(String name, ListenerWork work, boolean direct) {
    super(name, work);
    this.direct = direct;
  }

  /** With a thread for each consumer. */
  static SpringListener simple(ListenerWork work) {
    return new SpringListener(Names.SPRING + ", simple", work, false);
  }

  /** On the threads of the client. */
  static SpringListener direct(ListenerWork work) {
    return new SpringListener(Names.SPRING + ", direct", work, true);
  }

  @Override
  protected AutoCloseable listen(String queue, Meter meter) throws Exception {
    CachingConnectionFactory connections = new CachingConnectionFactory(work().lab().factory());
    AbstractMessageListenerContainer container = container();
    container.setConnectionFactory(connections);
    container.setPrefetchCount(work().prefetch());
    container.setQueueNames(queue);
    container.setMessageListener((MessageListener) message -> meter.count());
    container.afterPropertiesSet();
    container.start();
    return () -> {
      container.stop();
      connections.destroy();
    };
  }

  private AbstractMessageListenerContainer container() {
    if (direct) {
      DirectMessageListenerContainer container = new DirectMessageListenerContainer();
      container.setConsumersPerQueue(work().sessions());
      return container;
    }
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer();
    container.setConcurrentConsumers(work().sessions());
    return container;
  }
}
