package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a distribution of the GlassFish family, whose {@code domain1} listens on ports and an
 * address of its own, finds no other server and reports to nobody.
 */
final class GlassFishHome {

  private final Path path;

  GlassFishHome(ApplicationServer.Setup setup, GlassFishPorts ports) {
    this.path = setup.directory().toAbsolutePath().normalize();
    Directories.delete(path);
    Directories.copy(setup.distribution(), path);
    Path domainXml = domain().resolve("config/domain.xml");
    try {
      Files.writeString(
          domainXml, DomainXml.of(Files.readString(domainXml), ports, setup.jvmOptions()));
      // The JDK of asadmin and of the server.
      Files.writeString(
          path.resolve("glassfish/config/asenv.conf"),
          "\nAS_JAVA=\"" + setup.java() + "\"\n",
          StandardOpenOption.APPEND);
      // The files that asadmin keeps in the user's home are those of this server.
      Files.writeString(
          asadmin(),
          Files.readString(asadmin())
              .replace("exec \"$JAVA\"", "exec \"$JAVA\" -Duser.home=\"" + path + "\""));
    } catch (IOException e) {
      throw new ServerException("cannot lay a domain out in " + path, e);
    }
  }

  Path path() {
    return path;
  }

  Path asadmin() {
    return path.resolve("bin/asadmin");
  }

  Path domain() {
    return path.resolve("glassfish/domains/domain1");
  }

  Path log() {
    return domain().resolve("logs/server.log");
  }

  /** Deletes all but the domain's configuration and its logs. */
  void clean() {
    deleteAllBut(path, "glassfish");
    deleteAllBut(path.resolve("glassfish"), "domains");
    for (String large : List.of("applications", "generated", "lib", "osgi-cache")) {
      Directories.delete(domain().resolve(large));
    }
  }

  private static void deleteAllBut(Path directory, String kept) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        if (!child.getFileName().toString().equals(kept)) {
          Directories.delete(child);
        }
      }
    } catch (IOException e) {
      throw new ServerException("cannot clean " + directory, e);
    }
  }
}
