package io.rabbitra.benchmark.send;

import io.rabbitra.benchmark.Names;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Spring AMQP's template with simple confirms: a channel from its cache each time. */
final class SpringSender extends SendContender {

  private static final long TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

  SpringSender(SendWork work) {
    super(Names.SPRING, work);
  }

  @Override
  Client connect(String queue) throws Exception {
    CachingConnectionFactory connections = new CachingConnectionFactory(work().lab().factory());
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
    RabbitTemplate template = new RabbitTemplate(connections);
    return client(() -> sender(template, queue), connections::destroy);
  }

  private static Sender sender(RabbitTemplate template, String queue) {
    return (body, batch) ->
        template.invoke(
            operations -> {
              for (int i = 0; i < batch; i++) {
                operations.send("", queue, new Message(body));
              }
              operations.waitForConfirmsOrDie(TIMEOUT_MILLIS);
              return null;
            });
  }
}
