package io.rabbitra.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Installs the distribution's {@code rabbitmq-server} without starting its service. */
final class DebianPackage {

  private static final Duration BOUND = Duration.ofMinutes(10);
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("DEBIAN_FRONTEND", "noninteractive", "RUNLEVEL", "1");

  private DebianPackage() {}

  /** Whether this is root on Debian, Ubuntu or a relative of theirs. */
  static boolean canInstall() {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/etc/debian_version"))
        && LocalInstallation.program("apt-get").isPresent();
  }

  static void install() {
    boolean policy = denyServiceStart();
    try {
      Command.run(List.of("apt-get", "-qq", "update"), ENVIRONMENT, BOUND);
      Command.run(
          List.of("apt-get", "-qq", "-y", "--no-install-recommends", "install", "rabbitmq-server"),
          ENVIRONMENT,
          BOUND);
    } finally {
      if (policy) {
        allowServiceStart();
      }
    }
  }

  private static boolean denyServiceStart() {
    if (Files.exists(POLICY)) {
      return false;
    }
    try {
      Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
      Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      return true;
    } catch (IOException e) {
      throw new BrokerException("cannot write " + POLICY, e);
    }
  }

  private static void allowServiceStart() {
    try {
      Files.deleteIfExists(POLICY);
    } catch (IOException e) {
      throw new BrokerException(
          "cannot remove " + POLICY + ", which keeps services from starting", e);
    }
  }
}
