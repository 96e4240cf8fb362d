package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build has unpacked. */
public final class Distribution {

  private Distribution() {}

  /**
   * The server's directory: each product's zip has one, whose name may have the version in it.
   *
   * @throws ServerException if there is none, or more than one
   */
  public static Path in(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> all = entries.filter(Files::isDirectory).toList();
      if (all.size() != 1) {
        throw new ServerException(directory + " should have one directory, it has " + all);
      }
      return all.get(0);
    } catch (IOException e) {
      throw new ServerException("cannot read " + directory, e);
    }
  }
}
