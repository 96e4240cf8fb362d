package io.rabbitra.it.jms;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpProperties;
import java.nio.charset.StandardCharsets;

/** Publishes with the factory under the first name to the queue that the second word names. */
public final class NativePublish implements Check {

  @Override
  public String run(String argument) throws Exception {
    String[] words = argument.split(" ", 2);
    AmqpConnectionFactory factory = Jndi.lookup(words[0]);
    try (AmqpConnection connection = factory.getConnection()) {
      connection.publish(
          "",
          words[1],
          AmqpProperties.builder().build(),
          "published".getBytes(StandardCharsets.UTF_8));
    }
    return "published";
  }
}
