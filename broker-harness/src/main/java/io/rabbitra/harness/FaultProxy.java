package io.rabbitra.harness;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The network between a client and a broker: a TCP proxy that can fail and that counts.
 *
 * <p>"Sent" and "outbound" mean from the client to the broker, "received" and "inbound" from the
 * broker to the client. Stalling holds everything silently, as a firewall that drops packets does:
 * sockets stay open, new connections are accepted, not even the end of a connection passes; {@link
 * #resume()} lets what was held go on. When a method returns, its effect is there. Thread-safe;
 * runs one daemon thread until {@link #close()}.
 */
public final class FaultProxy implements AutoCloseable {

  private static final long BOUND_SECONDS = 10;
  private static final String HOST = "127.0.0.1";

  private final RabbitBroker broker;
  private final int port = Ports.free();
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Traffic sent = new Traffic();
  private final Traffic received = new Traffic();
  // Used on the event loop only.
  private final List<ProxiedConnection> connections = new ArrayList<>();
  // Guarded by this; null while connections are refused.
  private Channel listener;

  /** A proxy in front of the broker, on a free port. */
  public FaultProxy(RabbitBroker broker) {
    this.broker = broker;
    listen();
  }

  /** The broker's URI with the address of this proxy. */
  public String uri() {
    return Uris.withAddress(broker.uri(), HOST, port);
  }

  /** The port on 127.0.0.1; it stays the same. */
  public int port() {
    return port;
  }

  /** Holds everything in both directions. */
  public void stall() {
    onLoop(
        () -> {
          sent.stalled(true);
          received.stalled(true);
        });
  }

  /** Holds what comes from the broker. */
  public void stallInbound() {
    onLoop(() -> received.stalled(true));
  }

  /** Holds what comes from the client. */
  public void stallOutbound() {
    onLoop(() -> sent.stalled(true));
  }

  /** Ends all stalling; what was held goes on its way. */
  public void resume() {
    onLoop(
        () -> {
          sent.stalled(false);
          received.stalled(false);
          connections.forEach(ProxiedConnection::resume);
        });
  }

  /** Resets every connection, on the side of the client and of the broker; new ones may come. */
  public void cut() {
    onLoop(() -> connections.forEach(ProxiedConnection::cut));
  }

  /**
   * Whether new connections are refused as by a host where nothing listens; those that exist stay.
   */
  public synchronized void refuse(boolean refuse) {
    if (!refuse) {
      listen();
    } else if (listener != null) {
      await(listener.close());
      listener = null;
      // NIO gives the socket back to the system only in the selection after the close.
      if (!Waiting.until(Duration.ofSeconds(BOUND_SECONDS), () -> !Ports.accepts(HOST, port))) {
        throw new BrokerException("the proxy still accepts connections on port " + port);
      }
    }
  }

  /** How many client connections are open. */
  public int connections() {
    int[] open = new int[1];
    onLoop(
        () ->
            open[0] = (int) connections.stream().filter(ProxiedConnection::isOpenToClient).count());
    return open[0];
  }

  /** Bytes passed on to the broker. */
  public long bytesSent() {
    return sent.bytes();
  }

  /** Bytes passed on to clients. */
  public long bytesReceived() {
    return received.bytes();
  }

  /**
   * The methods passed on to the broker since {@link #resetMethods()}, by their names in AMQP
   * 0-9-1, for example {@code basic.publish}; in order, over all connections.
   */
  public List<String> methodsSent() {
    return sent.methods();
  }

  /** The methods passed on to clients, as {@link #methodsSent()}. */
  public List<String> methodsReceived() {
    return received.methods();
  }

  /** Heartbeat frames passed on to the broker since {@link #resetMethods()}. */
  public long heartbeatsSent() {
    return sent.heartbeats();
  }

  /** Heartbeat frames passed on to clients since {@link #resetMethods()}. */
  public long heartbeatsReceived() {
    return received.heartbeats();
  }

  /** Forgets methods and heartbeats of both directions. */
  public void resetMethods() {
    sent.resetMethods();
    received.resetMethods();
  }

  /** Resets all connections and ends the thread. */
  @Override
  public synchronized void close() {
    if (group.isShuttingDown()) {
      return;
    }
    refuse(true);
    cut();
    await(group.shutdownGracefully(0, BOUND_SECONDS, TimeUnit.SECONDS));
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accept(client);
                  }
                })
            .bind(HOST, port);
    await(bound);
    listener = bound.channel();
  }

  private void accept(Channel client) {
    ProxiedConnection connection = new ProxiedConnection(client, sent, received);
    connections.removeIf(ProxiedConnection::isOver);
    connections.add(connection);
    connection.connect(broker.host(), broker.port());
  }

  private void onLoop(Runnable action) {
    await(loop.submit(action));
  }

  private static void await(Future<?> future) {
    if (!future.awaitUninterruptibly(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new BrokerException("the proxy did not act within " + BOUND_SECONDS + " s");
    }
    if (!future.isSuccess()) {
      throw new BrokerException("the proxy could not act", future.cause());
    }
  }
}
