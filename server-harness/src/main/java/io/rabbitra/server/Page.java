package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/servers}. Each fenced block stands below a comment that says what it is for
 * the tests, and that no reader sees:
 *
 * <ul>
 *   <li>{@code <!-- run: name -->} commands, run in the server's directory
 *   <li>{@code <!-- file: name path -->} a file with this content
 *   <li>{@code <!-- look: name -->} only to be looked at, such as a piece of Java; a test takes it
 *       from the page by its name
 * </ul>
 */
public final class Page {

  private static final Pattern BLOCK =
      Pattern.compile(
          "^<!-- (run|file|look): (\\S+)(?: (\\S+))? -->\\n+```(\\w*)\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FENCE = Pattern.compile("^```\\w*$", Pattern.MULTILINE);

  private static final String START = "start";

  private final Path path;
  private final List<PageBlock> blocks;
  private final List<PageBlock> steps;

  private Page(Path path, String text) {
    this.path = path;
    this.blocks =
        BLOCK
            .matcher(text)
            .results()
            .map(m -> new PageBlock(m.group(2), orEmpty(m.group(3)), m.group(4), m.group(5)))
            .toList();
    List<String> looks =
        BLOCK
            .matcher(text)
            .results()
            .filter(m -> m.group(1).equals("look"))
            .map(m -> m.group(2))
            .toList();
    this.steps = blocks.stream().filter(block -> !looks.contains(block.name())).toList();
    long fences = FENCE.matcher(text).results().count();
    if (fences != 2L * blocks.size()) {
      throw new ServerException(
          path + ": " + fences / 2 + " blocks, but " + blocks.size() + " with a comment for tests");
    }
  }

  /**
   * @throws ServerException if it cannot be read, or has a block that no test can find
   */
  public static Page read(Path path) {
    try {
      return new Page(path, Files.readString(path));
    } catch (IOException e) {
      throw new ServerException("cannot read the page " + path, e);
    }
  }

  /** What a reader does, from top to bottom. */
  public List<PageBlock> steps() {
    return steps;
  }

  /** Whether a step named {@code start} starts the server; else it runs before the first step. */
  public boolean startsServer() {
    return steps.stream().anyMatch(step -> step.name().equals(START));
  }

  /**
   * @throws ServerException if there is none of this name
   */
  public PageBlock block(String name) {
    return find(name).orElseThrow(() -> new ServerException(path + " has no block " + name));
  }

  /** The block of this name; empty if there is none. */
  public Optional<PageBlock> find(String name) {
    return blocks.stream().filter(block -> block.name().equals(name)).findFirst();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
