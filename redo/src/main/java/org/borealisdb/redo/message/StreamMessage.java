package org.borealisdb.redo.message;

/** A message between the writer of a volume and a reader that follows its log. {@link StreamMessages} encodes and decodes. */
public sealed interface StreamMessage extends StorageMessage
        permits Follow, Welcome, StreamedLog, WriterReport, ReaderReport, NewMetadata, Farewell, Question, Reply {}
