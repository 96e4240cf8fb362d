package io.rabbitra.amqp;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.SaslMechanism;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * One attempt to open a connection to one network address: the client's factory with everything of
 * its Netty transport that has to be answered.
 *
 * <ul>
 *   <li>The client's read timeout of one heartbeat (one second without heartbeats) leaves the
 *       pipeline as soon as it is there: the heartbeat check decides after two. The client's idle
 *       handler stays as the net under it, at three.
 *   <li>The channel never becomes unwritable: a publisher that waits for writability and an event
 *       loop that waits for that publisher's lock would wait for each other. {@link PublishGate}
 *       bounds what is in memory instead.
 *   <li>Headers of messages that the client cannot read are repaired before it sees them.
 *   <li>Names are resolved, and the event loop is known to turn, before it is asked to connect.
 * </ul>
 */
final class ConnectionAttempt {

  /**
   * RabbitMQ's own upper limit of a message, so that no message can end a connection; and one more,
   * since the client refuses a message that reaches its limit.
   */
  private static final int MAX_MESSAGE_BYTES = 512 * 1024 * 1024 + 1;

  private final BrokerSettings settings;
  private final BrokerAddress address;
  private final InetAddress resolved;
  private final String name;
  private final EventLoops eventLoops;
  private final ExecutorService shutdownExecutor;
  private final ByteActivity activity;
  private final FlushControl flushes = new FlushControl();
  private final AtomicReference<Channel> socket = new AtomicReference<>();

  /** Set by {@link #cancel}, read where the socket appears. */
  private volatile boolean cancelled;

  ConnectionAttempt(
      BrokerSettings settings,
      BrokerAddress address,
      InetAddress resolved,
      String name,
      EventLoops eventLoops,
      ExecutorService shutdownExecutor,
      ByteActivity activity) {
    this.settings = settings;
    this.address = address;
    this.resolved = resolved;
    this.name = name;
    this.eventLoops = eventLoops;
    this.shutdownExecutor = shutdownExecutor;
    this.activity = activity;
  }

  Connection open() throws BrokerException {
    try {
      awaitEventLoop();
      Connection connection = factory().newConnection(new DirectExecutor(), resolver(), name);
      tuneHeartbeat(connection.getHeartbeat());
      ContentHeaderRepair.acceptLongHeaders(
          socket.get(), connection.getFrameMax(), MAX_MESSAGE_BYTES);
      return connection;
    } catch (IOException | TimeoutException | RuntimeException e) {
      cancel();
      throw BrokerException.of("connect to " + address.host() + ":" + address.port(), tlsCause(e));
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw BrokerException.of("connect to " + address.host() + ":" + address.port(), e);
    }
  }

  Channel socket() {
    return socket.get();
  }

  FlushControl flushes() {
    return flushes;
  }

  /** Makes a running {@link #open} fail soon. Thread-safe, does not block. */
  void cancel() {
    cancelled = true;
    Channel channel = socket.get();
    if (channel != null) {
      channel.close();
    }
  }

  private void awaitEventLoop() throws BrokerException, InterruptedException {
    int millis = settings.connectionTimeoutMillis();
    if (!eventLoops.group().next().submit(() -> {}).await(millis, TimeUnit.MILLISECONDS)) {
      throw new BrokerException(
          BrokerException.Kind.TIMEOUT,
          "the WorkManager has not started the event loop within " + millis + " ms");
    }
  }

  /** A list of one would be looked up again, and each of the results be tried. */
  private AddressResolver resolver() {
    return () -> List.of(new Address(address.host(), address.port()));
  }

  private ConnectionFactory factory() throws BrokerException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setUsername(settings.userName());
    factory.setPassword(settings.password());
    factory.setVirtualHost(settings.virtualHost());
    factory.setRequestedHeartbeat(settings.heartbeatSeconds());
    factory.setRequestedChannelMax(settings.channelMax());
    factory.setConnectionTimeout(settings.connectionTimeoutMillis());
    // The client allows each step of the handshake half of this.
    factory.setHandshakeTimeout(2 * settings.connectionTimeoutMillis());
    factory.setChannelRpcTimeout((int) AmqpConnection.RPC_TIMEOUT.toMillis());
    factory.setMaxInboundMessageBodySize(MAX_MESSAGE_BYTES);
    factory.setShutdownExecutor(shutdownExecutor);
    factory.setExceptionHandler(new QuietExceptionHandler());
    factory.setClientProperties(clientProperties(factory.getClientProperties()));
    factory.setSaslConfig(
        settings.saslMechanism() == SaslMechanism.EXTERNAL
            ? DefaultSaslConfig.EXTERNAL
            : DefaultSaslConfig.PLAIN);
    ConnectionFactory.NettyConfiguration netty = factory.netty();
    netty.eventLoopGroup(eventLoops.group());
    netty.bootstrapCustomizer(
        bootstrap ->
            bootstrap
                .resolver(new ResolvedHost(resolved))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectionTimeoutMillis())
                .option(
                    ChannelOption.WRITE_BUFFER_WATER_MARK,
                    new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE)));
    netty.channelCustomizer(this::customize);
    if (address.tls()) {
      SslContext context = TlsContexts.of(settings.tls().orElseThrow());
      netty.sslContext(context);
    }
    return factory;
  }

  private void customize(Channel channel) {
    channel.pipeline().addFirst(activity);
    channel.pipeline().addLast(NoReadTimeout.NAME, new NoReadTimeout());
    flushes.addTo(channel.pipeline());
    ContentHeaderRepair.addTo(channel.pipeline());
    SslHandler ssl = channel.pipeline().get(SslHandler.class);
    if (ssl != null) {
      ssl.setHandshakeTimeoutMillis(settings.connectionTimeoutMillis());
      settings.tls().ifPresent(tls -> TlsContexts.serverName(ssl, tls));
    }
    socket.set(channel);
    eventLoops.track(channel);
    if (cancelled) {
      channel.close();
    }
  }

  private void tuneHeartbeat(int heartbeatSeconds) throws IOException {
    ChannelPipeline pipeline = socket.get().pipeline();
    try {
      pipeline.remove(NoReadTimeout.NAME);
      ChannelHandlerContext idle = pipeline.context(IdleStateHandler.class);
      if (idle != null) {
        pipeline.replace(
            idle.name(),
            idle.name(),
            new IdleStateHandler(3 * heartbeatSeconds, heartbeatSeconds, 0));
      }
    } catch (NoSuchElementException e) {
      // A pipeline is emptied when its socket is closed.
      throw new IOException("the connection broke", e);
    }
  }

  /** The client reports a failed handshake as a timeout or a broken connection. */
  private Throwable tlsCause(Exception thrown) {
    Channel channel = socket.get();
    SslHandler ssl = channel == null ? null : channel.pipeline().get(SslHandler.class);
    if (ssl != null && ssl.handshakeFuture().isDone() && !ssl.handshakeFuture().isSuccess()) {
      Throwable cause = ssl.handshakeFuture().cause();
      return cause instanceof SSLException ? cause : new SSLException(cause.getMessage(), thrown);
    }
    return thrown;
  }

  private static Map<String, Object> clientProperties(Map<String, Object> ofClient) {
    Map<String, Object> properties = new HashMap<>(ofClient);
    properties.put("product", "RabbitRA");
    String version = ConnectionAttempt.class.getPackage().getImplementationVersion();
    properties.put("version", version == null ? "unknown" : version);
    properties.put("information", "Jakarta EE resource adapter for RabbitMQ, Apache-2.0");
    properties.remove("copyright");
    return properties;
  }
}
