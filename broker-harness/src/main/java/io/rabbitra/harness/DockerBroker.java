package io.rabbitra.harness;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** A node in a container; the host port is chosen here, so that a restart keeps it. */
final class DockerBroker implements RabbitBroker {

  private static final int AMQP_PORT = 5672;
  private static final int STOP_SECONDS = 60;
  private static final Duration START_BOUND = Duration.ofMinutes(2);
  private static final Duration KILL_BOUND = Duration.ofSeconds(20);

  private enum State {
    RUNNING,
    FROZEN,
    DOWN,
    CLOSED
  }

  private final RabbitMQContainer container;
  private final int port;
  // Guarded by this.
  private State state = State.DOWN;
  private volatile String version;

  DockerBroker(String image, int port, Map<String, String> settings) {
    this.port = port;
    this.container =
        new RabbitMQContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rabbitmq"));
    // A fixed host port; on this machine only, unless Docker runs on another one.
    String address = "127.0.0.1".equals(host()) ? "127.0.0.1:" : "";
    container.setPortBindings(List.of(address + port + ":" + AMQP_PORT));
    if (!settings.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      settings.forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
      container.withCopyToContainer(
          Transferable.of(lines.toString()), "/etc/rabbitmq/conf.d/90-harness.conf");
    }
    boolean started = false;
    try {
      container.start();
      awaitReady();
      state = State.RUNNING;
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  @Override
  public String uri() {
    return "amqp://guest:guest@" + host() + ":" + port;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String host() {
    String host = container.getHost();
    return "localhost".equals(host) ? "127.0.0.1" : host;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean supportsFaults() {
    return true;
  }

  @Override
  public synchronized void start() {
    if (state == State.RUNNING) {
      return;
    }
    require(State.DOWN, "start");
    docker().startContainerCmd(container.getContainerId()).exec();
    awaitReady();
    state = State.RUNNING;
  }

  @Override
  public synchronized void kill() {
    if (state == State.DOWN) {
      return;
    }
    if (state == State.FROZEN) {
      resume();
    }
    require(State.RUNNING, "kill");
    docker().killContainerCmd(container.getContainerId()).exec();
    awaitDown();
  }

  @Override
  public synchronized void stop() {
    if (state == State.DOWN) {
      return;
    }
    require(State.RUNNING, "stop");
    docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    awaitDown();
  }

  @Override
  public synchronized void freeze() {
    require(State.RUNNING, "freeze");
    docker().pauseContainerCmd(container.getContainerId()).exec();
    state = State.FROZEN;
  }

  @Override
  public synchronized void resume() {
    require(State.FROZEN, "resume");
    docker().unpauseContainerCmd(container.getContainerId()).exec();
    state = State.RUNNING;
  }

  @Override
  public String ctl(String... args) {
    List<String> command = new ArrayList<>(List.of("timeout", "60", "rabbitmqctl", "--quiet"));
    command.addAll(List.of(args));
    try {
      ExecResult result = container.execInContainer(command.toArray(new String[0]));
      if (result.getExitCode() != 0) {
        throw new BrokerException(
            String.join(" ", command)
                + " ended with code "
                + result.getExitCode()
                + ":\n"
                + result.getStdout()
                + result.getStderr());
      }
      return result.getStdout();
    } catch (IOException e) {
      throw new BrokerException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while a command was running", e);
    }
  }

  @Override
  public synchronized void close() {
    if (state == State.FROZEN) {
      resume();
    }
    state = State.CLOSED;
    container.stop();
  }

  @Override
  public String toString() {
    return "container of " + container.getDockerImageName() + " on " + host() + ":" + port;
  }

  private void awaitReady() {
    if (!Waiting.until(START_BOUND, this::answers)) {
      throw new BrokerException(
          this + " was not ready within " + START_BOUND + ":\n" + container.getLogs());
    }
  }

  private boolean answers() {
    try {
      version = AmqpProbe.version(uri());
      return true;
    } catch (IOException | TimeoutException e) {
      // The port is forwarded before the node listens; the bound of the caller holds.
      return false;
    }
  }

  private void awaitDown() {
    boolean down =
        Waiting.until(
            KILL_BOUND,
            () ->
                !Boolean.TRUE.equals(
                    docker()
                        .inspectContainerCmd(container.getContainerId())
                        .exec()
                        .getState()
                        .getRunning()));
    if (!down) {
      throw new BrokerException(this + " does not end");
    }
    state = State.DOWN;
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  private void require(State expected, String action) {
    if (state != expected) {
      throw new IllegalStateException("cannot " + action + " a broker that is " + state);
    }
  }
}
