package io.tocsin.deploy.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads files that people wrote, and says in words why one cannot be read or written. */
public final class TextFile {
  /** A top-level key, in block or flow style, or as JSON. */
  private static final Pattern RULES =
      Pattern.compile("^(\\{\\s*|\\s*(?=[\"']))?[\"']?groups[\"']?\\s*:", Pattern.MULTILINE);

  private TextFile() {}

  /** A file cannot be read: its message names it and says why. */
  public static final class Unreadable extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    private Unreadable(Path file, IOException cause) {
      super(file + ": " + TextFile.reason(cause), cause);
      this.file = file.toString();
      this.reason = TextFile.reason(cause);
    }

    /** The file's name. */
    public String file() {
      return file;
    }

    /** What is wrong with it. */
    public String reason() {
      return reason;
    }
  }

  /**
   * The text of a file.
   *
   * @throws Unreadable if there is none
   */
  public static String read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new FileSystemException(file.toString(), null, "is a folder, not a file");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new Unreadable(file, e);
    }
  }

  /** What is wrong with a file that cannot be read or written. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "access is denied";
    } else if (e instanceof CharacterCodingException) {
      return "is not text in UTF-8";
    } else if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  /** Whether a text is a rule file rather than a platform's file. */
  public static boolean isRules(String text) {
    return RULES.matcher(text).find();
  }
}
