// Stands before ANTLR's umbrella header of the same name: clang cannot compile one of the headers that it
// includes (misc/InterpreterDataReader.h), and generated parsers need only these.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ANTLRErrorStrategy.h"
#include "CharStream.h"
#include "CommonTokenFactory.h"
#include "Exceptions.h"
#include "FailedPredicateException.h"
#include "InputMismatchException.h"
#include "Lexer.h"
#include "NoViableAltException.h"
#include "Parser.h"
#include "ParserRuleContext.h"
#include "RecognitionException.h"
#include "Token.h"
#include "TokenStream.h"
#include "Vocabulary.h"
#include "antlr4-common.h"
#include "atn/ATN.h"
#include "atn/ATNDeserializer.h"
#include "atn/LexerATNSimulator.h"
#include "atn/ParserATNSimulator.h"
#include "atn/PredictionContext.h"
#include "dfa/DFA.h"
#include "support/CPPUtils.h"
#include "tree/TerminalNode.h"
