package io.rabbitra.harness;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The two programs of a RabbitMQ that is installed on this machine. */
record LocalInstallation(Path server, Path ctl) {

  private static final Path PACKAGED = Path.of("/usr/lib/rabbitmq/bin");

  /** Looks at the first {@code rabbitmq-server} on the PATH. */
  static Optional<LocalInstallation> find() {
    return program("rabbitmq-server").flatMap(LocalInstallation::of);
  }

  /** The first executable of that name on the PATH. */
  static Optional<Path> program(String name) {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Optional<LocalInstallation> of(Path server) {
    if (isPackageWrapper(server)) {
      return inDirectory(PACKAGED);
    }
    return inDirectory(server.getParent()).or(() -> inDirectory(real(server).getParent()));
  }

  private static Optional<LocalInstallation> inDirectory(Path directory) {
    Path server = directory.resolve("rabbitmq-server");
    Path ctl = directory.resolve("rabbitmqctl");
    return Files.isExecutable(server) && Files.isExecutable(ctl)
        ? Optional.of(new LocalInstallation(server, ctl))
        : Optional.empty();
  }

  /**
   * Distribution packages put a script on the PATH that changes to the user rabbitmq and loses the
   * environment, and with it ports, directories and cookie.
   */
  private static boolean isPackageWrapper(Path server) {
    if (!Files.isExecutable(PACKAGED.resolve("rabbitmq-server"))
        || real(server).equals(real(PACKAGED.resolve("rabbitmq-server")))) {
      return false;
    }
    try {
      return new String(Files.readAllBytes(server), StandardCharsets.ISO_8859_1)
          .contains(PACKAGED.toString());
    } catch (IOException e) {
      throw new BrokerException("cannot read " + server, e);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new BrokerException("cannot resolve " + path, e);
    }
  }
}
