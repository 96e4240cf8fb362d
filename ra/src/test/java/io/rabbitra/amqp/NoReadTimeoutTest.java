package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import org.junit.jupiter.api.Test;

class NoReadTimeoutTest {

  @Test
  void readTimeoutIsGoneBeforeTheNextWriteIsAnswered() {
    EmbeddedChannel socket =
        new EmbeddedChannel(
            new IdleStateHandler(2, 1, 0), new ReadTimeoutHandler(1), new NoReadTimeout());
    socket.writeOutbound(Unpooled.buffer(1).writeByte(1));
    assertThat(socket.pipeline().get(ReadTimeoutHandler.class)).isNull();
    assertThat(socket.pipeline().get(IdleStateHandler.class)).isNotNull();
    assertThat(socket.outboundMessages()).hasSize(1);
  }
}
