package io.rabbitra.harness;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;

/** A client's connection to the proxy with the proxy's own connection to the broker. */
final class ProxiedConnection {

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final Channel client;
  private final Relay sent;
  private final Relay received;
  private Channel broker;

  ProxiedConnection(Channel client, Traffic sent, Traffic received) {
    this.client = client;
    this.sent = new Relay(sent, true);
    this.received = new Relay(received, false);
    client.pipeline().addLast(this.sent);
  }

  /** Connects to the broker; a client of a broker that cannot be reached is reset. */
  void connect(String host, int port) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .handler(received)
            .connect(host, port);
    broker = connecting.channel();
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            reset(client);
          } else if (!client.isOpen()) {
            reset(broker);
          } else {
            sent.begin(client, broker);
            received.begin(broker, client);
          }
        });
  }

  void resume() {
    sent.resume();
    received.resume();
  }

  /** Ends both sides with a TCP reset. */
  void cut() {
    sent.discard();
    received.discard();
    reset(client);
    if (broker != null) {
      reset(broker);
    }
  }

  boolean isOpenToClient() {
    return client.isActive();
  }

  boolean isOver() {
    return !client.isActive() && (broker == null || !broker.isOpen());
  }

  private static void reset(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var unused = channel.close();
    }
  }
}
