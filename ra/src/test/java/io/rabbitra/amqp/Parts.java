package io.rabbitra.amqp;

import com.rabbitmq.client.Connection;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rabbitra.config.BrokerAddress;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;

/** An {@link AmqpConnection} without a network below it. */
final class Parts {

  private Parts() {}

  static AmqpConnection connection(
      EmbeddedChannel socket, ConnectionListener listener, Executor control) {
    Connection client =
        (Connection)
            Proxy.newProxyInstance(
                Parts.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    method.getReturnType() == boolean.class ? Boolean.TRUE : null);
    return new AmqpConnection(
        "test",
        new BrokerAddress("localhost", 5672, false),
        client,
        socket,
        new FlushControl(),
        new PublishGate(100),
        listener,
        control,
        new Mentions(),
        new NamedLocks(),
        () -> {});
  }
}
