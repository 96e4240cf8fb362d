package io.rabbitra.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node of an installed RabbitMQ, run as a child process with directories and ports of its own.
 */
final class LocalBroker implements RabbitBroker {

  private static final Duration START_BOUND = Duration.ofMinutes(2);
  private static final Duration KILL_BOUND = Duration.ofSeconds(20);
  private static final Duration STOP_BOUND = Duration.ofMinutes(1);
  private static final Duration CTL_BOUND = Duration.ofMinutes(1);
  private static final String BOOTED = "completed with ";

  private enum State {
    RUNNING,
    FROZEN,
    DOWN,
    CLOSED
  }

  private final LocalInstallation installation;
  private final NodeHome home;
  private final ProcessGuard guard;
  // Guarded by this; the version is written before the constructor's caller sees this object.
  private State state = State.DOWN;
  private Process process;
  private volatile String version;

  LocalBroker(LocalInstallation installation, int port, Map<String, String> settings) {
    this.installation = installation;
    this.home = new NodeHome(port, settings);
    this.guard = new ProcessGuard(home.directory());
    boolean started = false;
    try {
      start();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  @Override
  public String uri() {
    return "amqp://guest:guest@127.0.0.1:" + home.port();
  }

  @Override
  public int port() {
    return home.port();
  }

  @Override
  public String host() {
    return "127.0.0.1";
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
    if (!Ports.isFree(home.port())) {
      throw new BrokerException("port " + home.port() + " on 127.0.0.1 is in use");
    }
    ProcessBuilder builder = new ProcessBuilder(installation.server().toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_NODE"));
    builder.environment().putAll(home.environment());
    builder.directory(home.directory().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.console().toFile()));
    long consoleSize = home.console().toFile().length();
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BrokerException("cannot run " + installation.server(), e);
    }
    guard.watch(process);
    boolean ready = false;
    try {
      ready = Waiting.until(START_BOUND, () -> !process.isAlive() || isBooted(consoleSize));
    } finally {
      if (!ready || !process.isAlive()) {
        endForcibly();
      }
    }
    if (!ready || !process.isAlive()) {
      throw new BrokerException(
          installation.server()
              + (ready ? " ended while it started" : " was not ready within " + START_BOUND)
              + ":\n"
              + home.logTail());
    }
    state = State.RUNNING;
  }

  /**
   * Listeners open before the last steps of the boot. Until those are done RabbitMQ 4 takes new
   * queues for queues that are down: their deletion cancels no consumer.
   */
  private boolean isBooted(long consoleBefore) {
    if (!Ports.accepts(host(), port()) || !home.consoleSince(consoleBefore).contains(BOOTED)) {
      return false;
    }
    try {
      version = AmqpProbe.version(uri());
      return true;
    } catch (IOException | TimeoutException e) {
      // The bound of the caller holds.
      return false;
    }
  }

  @Override
  public synchronized void kill() {
    if (state == State.DOWN) {
      return;
    }
    requireUp("kill");
    endForcibly();
    state = State.DOWN;
  }

  @Override
  public synchronized void stop() {
    if (state == State.DOWN) {
      return;
    }
    require(State.RUNNING, "stop");
    // RabbitMQ answers SIGTERM with an orderly shutdown.
    node().destroy();
    if (!ended(STOP_BOUND)) {
      throw new BrokerException(
          "the node did not stop within " + STOP_BOUND + ":\n" + home.logTail());
    }
    state = State.DOWN;
  }

  @Override
  public synchronized void freeze() {
    require(State.RUNNING, "freeze");
    signal("STOP");
    state = State.FROZEN;
  }

  @Override
  public synchronized void resume() {
    require(State.FROZEN, "resume");
    signal("CONT");
    state = State.RUNNING;
  }

  @Override
  public String ctl(String... args) {
    List<String> command = new ArrayList<>();
    command.add(installation.ctl().toString());
    command.addAll(List.of("--quiet", "--node", home.nodeName()));
    command.addAll(List.of(args));
    return Command.run(command, home.environment(), CTL_BOUND);
  }

  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    if (process != null) {
      endForcibly();
    }
    state = State.CLOSED;
    Epmd.kill(home.epmdPort());
    home.delete();
    guard.close();
  }

  /** Where the node keeps everything it writes. */
  Path directory() {
    return home.directory();
  }

  @Override
  public String toString() {
    return "local node on 127.0.0.1:" + port();
  }

  /**
   * Kills the Erlang machine first, so that its parent shell reaps it, then what is left: the start
   * scripts and the helpers of the machine.
   */
  private void endForcibly() {
    List<ProcessHandle> all = process.descendants().toList();
    node().destroyForcibly();
    if (!ended(Duration.ofSeconds(2))) {
      process.destroyForcibly();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    if (!ended(KILL_BOUND) || !Waiting.until(KILL_BOUND, () -> Ports.isFree(home.port()))) {
      throw new BrokerException("the node on port " + home.port() + " does not end");
    }
  }

  /** The Erlang machine; the start script itself as long as, or if ever, there is none. */
  private ProcessHandle node() {
    return process
        .descendants()
        .filter(LocalBroker::isErlangMachine)
        .findFirst()
        .orElse(process.toHandle());
  }

  private static boolean isErlangMachine(ProcessHandle candidate) {
    return candidate
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> name.startsWith("beam"))
        .isPresent();
  }

  private boolean ended(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while a node ended", e);
    }
  }

  private void signal(String name) {
    // The shell's own kill: not every system has it as a program.
    String command = "kill -" + name + " " + node().pid();
    Command.run(List.of("/bin/sh", "-c", command), Map.of(), KILL_BOUND);
  }

  private void requireUp(String action) {
    if (state != State.FROZEN) {
      require(State.RUNNING, action);
    }
  }

  private void require(State expected, String action) {
    if (state != expected) {
      throw new IllegalStateException("cannot " + action + " a broker that is " + state);
    }
  }
}
