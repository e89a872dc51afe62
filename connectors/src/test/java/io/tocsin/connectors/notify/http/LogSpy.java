package io.tocsin.connectors.notify.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Reads along what is logged at info and above, with the messages of exceptions. */
final class LogSpy {
  private final Lines lines = new Lines();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Level before;

  private LogSpy() {
    LoggerConfig root = context.getConfiguration().getRootLogger();
    before = root.getLevel();
    lines.start();
    root.addAppender(lines, Level.INFO, null);
    root.setLevel(Level.INFO);
    context.updateLoggers();
  }

  static LogSpy start() {
    return new LogSpy();
  }

  List<String> stop() {
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.removeAppender("spy");
    root.setLevel(before);
    context.updateLoggers();
    lines.stop();
    return lines.seen;
  }

  private static final class Lines extends AbstractAppender {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Lines() {
      super("spy", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringBuilder line = new StringBuilder(event.getMessage().getFormattedMessage());
      for (Throwable e = event.getThrown(); e != null; e = e.getCause()) {
        line.append(' ').append(e);
      }
      seen.add(line.toString());
    }
  }
}
