package io.rabbitra.server;

/**
 * A fenced block of a page.
 *
 * @param name what the comment before it calls it
 * @param file the file that the reader is told to write it to, relative to the server's home; empty
 *     for commands
 * @param language after the fence: {@code sh}, {@code cli}, {@code xml}, …
 * @param text the lines
 */
public record PageBlock(String name, String file, String language, String text) {}
