package io.rabbitra.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A fresh {@code jboss.server.base.dir}, so that one run knows nothing of the run before. */
final class ServerDirectory {

  static final String CONFIGURATION = "standalone-full.xml";
  private static final List<String> CONFIGURATION_FILES =
      List.of(
          CONFIGURATION,
          "logging.properties",
          "application-users.properties",
          "application-roles.properties",
          "mgmt-users.properties",
          "mgmt-groups.properties");

  private final Path base;

  /** Deletes what a run before has left in the directory. */
  ServerDirectory(Path installation, Path base) throws IOException {
    this.base = base;
    delete(base);
    Path configuration = Files.createDirectories(base.resolve("configuration"));
    Files.createDirectories(log().getParent());
    Files.createDirectories(base.resolve("deployments"));
    for (String file : CONFIGURATION_FILES) {
      Files.copy(
          installation.resolve("standalone/configuration").resolve(file),
          configuration.resolve(file));
    }
  }

  Path base() {
    return base;
  }

  Path log() {
    return base.resolve("log/server.log");
  }

  Path console() {
    return base.resolve("log/console.txt");
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
