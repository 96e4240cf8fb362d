package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandedProcessTest {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path directory;
  private Path pidFile;
  private CommandedProcess server;

  @BeforeEach
  void begin() {
    pidFile = directory.resolve("pid");
    server = new CommandedProcess(pidFile);
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void processInAStaleFileIsNotTheServer() throws Exception {
    long stranger = start();
    write(stranger);

    assertThat(server.isRunning()).isFalse();
    server.during(() -> "nothing is started");
    assertThat(server.isRunning()).isFalse();
    assertThatThrownBy(server::pid).isInstanceOf(ServerException.class);
    server.destroy();
    assertThat(started.get(0).isAlive()).isTrue();
  }

  @Test
  void whatCommandsStartIsTheServer() {
    assertThat(
            server.during(
                () -> {
                  write(start());
                  return "started";
                }))
        .isEqualTo("started");
    assertThat(server.isRunning()).isTrue();
    assertThat(server.pid()).isEqualTo(started.get(0).pid());

    server.destroy();
    assertThat(server.awaitEnd(BOUND)).isTrue();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void serverThatRunsIsKeptWhateverTheFileSays() {
    server.during(
        () -> {
          write(start());
          return "";
        });
    server.during(
        () -> {
          write(start());
          return "";
        });
    assertThat(server.pid()).isEqualTo(started.get(0).pid());
  }

  @Test
  void restartedServerIsFound() {
    server.during(
        () -> {
          write(start());
          return "";
        });
    server.during(
        () -> {
          server.destroy();
          server.awaitEnd(BOUND);
          write(start());
          return "";
        });
    assertThat(server.pid()).isEqualTo(started.get(1).pid());
  }

  @Test
  void halfWrittenFileNamesNobody() {
    server.during(
        () -> {
          write("");
          return "";
        });
    assertThat(server.isRunning()).isFalse();
  }

  private long start() {
    try {
      Process process = new ProcessBuilder("sleep", "120").start();
      started.add(process);
      return process.pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Object text) {
    try {
      Files.writeString(pidFile, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
