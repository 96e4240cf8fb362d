package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmqpConnectionTest {

  private final EmbeddedChannel socket = new EmbeddedChannel();
  private final List<BrokerException> losses = new ArrayList<>();
  private final List<Runnable> control = new ArrayList<>();
  private final AmqpConnection connection = Parts.connection(socket, losses::add, control::add);

  @Test
  void lossIsToldOnceAndClosesTheSocket() {
    connection.giveUp("first");
    connection.giveUp("second");
    assertThat(connection.isOpen()).isFalse();
    assertThat(losses).isEmpty();
    control.forEach(Runnable::run);
    assertThat(losses).extracting(Throwable::getMessage).containsExactly("first");
    socket.runPendingTasks();
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void lossIsNotToldAfterTheOwnerEndedTheConnection() {
    connection.giveUp("lost");
    connection.abort();
    control.forEach(Runnable::run);
    assertThat(losses).isEmpty();
  }

  @Test
  void ownEndIsNoLoss() {
    connection.close(Duration.ofMillis(10));
    connection.giveUp("too late");
    assertThat(control).isEmpty();
  }
}
